export { holds, type TruthCheck } from './faults/check-truth';
export { formatReport } from './format-report';
export { generatedMessages, messageKinds, type ParcelMessages, readyForMessages } from './generated-messages';
export { type ModelChoice, modelChoices } from './models/model';
export { type DemoReport } from './report';
export { type DemoPlace, runDemo } from './run-demo';
export { DemoSettingsDifferError } from './setup';
export { type DemoRequest, generatedTradeStart } from './settings';
export { DemoError, DemoInputError, DemoInterruptedError } from './stage';
