import type { Double } from './double';
import type { FaultKind, FaultRule } from './faults';
import type { Member } from './services/look-ups';

/** What a process that runs the double is told, one JSON object a line. */
export type Command =
  /** Adds a rule. */
  | { readonly do: 'fault'; readonly rule: FaultRule }
  /** Takes all rules away, or those of one kind. */
  | { readonly do: 'clear'; readonly kind?: FaultKind }
  | { readonly do: 'seed'; readonly seed: number }
  /** Cuts all connections. */
  | { readonly do: 'break' }
  /** Goes away and comes back, within the process. */
  | { readonly do: 'kill' }
  | { readonly do: 'restart' }
  /** What gossip tells from now on. */
  | { readonly do: 'members'; readonly members: readonly Member[] }
  /** Asks how often which fault has struck and how many events there are. */
  | { readonly do: 'counts' }
  /** Ends the process. */
  | { readonly do: 'stop' };

export type Reply =
  | { readonly done: Command['do'] }
  | { readonly done: 'counts'; readonly faults: Readonly<Partial<Record<FaultKind, number>>>; readonly events: number }
  | { readonly error: string };

export const obey = async (double: Double, command: Command): Promise<Reply> => {
  switch (command.do) {
    case 'fault':
      double.faults.add(command.rule);
      break;
    case 'clear':
      double.faults.clear(command.kind);
      break;
    case 'seed':
      double.faults.seed(command.seed);
      break;
    case 'break':
      double.breakConnections();
      break;
    case 'kill':
      await double.kill();
      break;
    case 'restart':
      await double.restart();
      break;
    case 'members':
      double.members = command.members;
      break;
    case 'counts':
      return { done: 'counts', faults: double.faults.counts(), events: double.events };
    case 'stop':
      await double.stop();
      break;
    default:
      return { error: `unknown command: ${JSON.stringify(command)}` };
  }
  return { done: command.do };
};
