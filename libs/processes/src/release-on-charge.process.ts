import { type AccountPeriodEvent } from '#accounts';
import { type DeclarationCommand, declarationDecider, type DeclarationEvent } from '#declarations';
import { type Recorded, streamName } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { signOf } from '#money';

/**
 * Goods are released when what is payable on them is charged to an account, or when nothing is payable (UCC Art. 194 and 195). Release is
 * granted as of acceptance: the account that takes the charge has secured the debt from then on.
 */
export const releaseOnCharge: Process = {
  name: 'release-on-charge',
  categories: ['declaration', 'accountPeriod'],
  react: (source) => {
    const event = source as Recorded & (DeclarationEvent | AccountPeriodEvent);
    if (event.type === 'DutyAssessed') return signOf(event.data.payable) > 0 ? [] : [release(event, event.stream, { type: 'GrantRelease' }, event.data.assessedAt)];
    if (event.type !== 'ChargePosted' || event.data.kind !== 'declaration') return [];
    const { subject, charge, acceptedAt } = event.data;
    return [release(event, streamName('declaration', subject), { type: 'GrantRelease', charge }, acceptedAt)];
  },
};

const release = (source: Recorded, stream: string, command: DeclarationCommand, releasedAt: string): Effect =>
  effect('release', { decider: declarationDecider, stream, command, context: { book: source.metadata.book, effectiveAt: releasedAt } }, ({ rejection }) =>
    rejection.code === 'DECLARATION_ALREADY_RELEASED' ? 'final' : undefined,
  );
