export { type NativeCalls } from './native-calls';
export { endThread, nativeCalls, startThread, threadData, threadsArePossible } from './threads';
