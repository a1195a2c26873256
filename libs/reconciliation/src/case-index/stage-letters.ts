import { type BridgeStage, bridgeStages } from '../bridge/bridge';

/** Stages of the bridge as letters, in their order. */
export const letterOf = (stage: BridgeStage): string => String.fromCharCode(97 + bridgeStages.indexOf(stage));

/** The letters of a set of stages (bits in their order). */
export const lettersOf = (stages: number): string => bridgeStages.map((stage, i) => ((stages >> i) & 1 ? letterOf(stage) : '')).join('');

/** What letters stand for. */
export const stagesOf = (letters: string): readonly BridgeStage[] => bridgeStages.filter((stage) => letters.includes(letterOf(stage)));
