import type { CommandObserver, CommandOutcome, ReactionObserver } from '#event-store';
import type { Measuring } from './metrics/measured-event-store';

const outcomeOf = (outcome: CommandOutcome): string => (outcome.kind === 'accepted' && outcome.replayed ? 'replayed' : outcome.kind);

/** The `type` of commands that come as a union; what is none has its category alone. */
const typeOf = (command: unknown): string => {
  const type: unknown = typeof command === 'object' && command !== null && 'type' in command ? command.type : undefined;
  return typeof type === 'string' ? `/${type}` : '';
};

/** Metrics and a span for every command: its events carry the span, and so the trace goes on wherever they are read. */
export const watchedCommands = ({ metrics, traces, monotonic }: Measuring): CommandObserver => ({
  begin: ({ decider: { category }, command, stream, context }) => {
    const span = traces.begin(`command ${category}${typeOf(command)}`, {
      parent: context.traceparent,
      attributes: { 'tidewaiter.stream': stream, 'tidewaiter.command_id': context.commandId },
    });
    const began = monotonic();
    const end = (outcome: string, fault?: string): void => {
      metrics.count('commands', { category, outcome });
      metrics.observe('commandSeconds', {}, (monotonic() - began) / 1000);
      span.attribute('tidewaiter.outcome', outcome);
      span.end(fault);
    };
    return {
      ...(span.traceparent === undefined ? {} : { traceparent: span.traceparent }),
      end: (outcome) => {
        if (outcome.kind === 'rejected') span.attribute('tidewaiter.code', outcome.rejection.code);
        end(outcomeOf(outcome), outcome.kind === 'unknown' ? 'unknown outcome' : undefined);
      },
      fail: () => {
        end('bug', 'a fault of the program');
      },
    };
  },
});

/** Metrics and a span for every effect of a process, in the trace of the event it follows from. */
export const watchedReactions = ({ metrics, traces }: Measuring): ReactionObserver => ({
  begin: ({ process, source, target, effect }) => {
    const span = traces.begin(`process ${process}`, {
      parent: source.metadata.traceparent,
      attributes: {
        'tidewaiter.source': `${source.stream}@${String(source.revision)}`,
        'tidewaiter.event': source.type,
        'tidewaiter.effect': effect,
        'tidewaiter.stream': target,
      },
    });
    return {
      ...(span.traceparent === undefined ? {} : { traceparent: span.traceparent }),
      end: (outcome) => {
        metrics.count('reactions', { process, outcome });
        span.end(outcome === 'accepted' || outcome === 'rejected' ? undefined : outcome);
      },
    };
  },
});
