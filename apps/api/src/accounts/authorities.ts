import { Injectable } from '@nestjs/common';
import { cyclesOf, type OpenAccount } from '#accounts';
import { isCurrency } from '#money';
import { CalendarNotCoveredError, zoneOfAuthority } from '#rules';
import { RuleBookFollower } from '#runtime';
import { problem, problemOfFault } from '../http/problem';

/** Where an authority keeps its days. */
@Injectable()
export class Authorities {
  constructor(private readonly rules: RuleBookFollower) {}

  /** IANA zone of a book: `GB`, or `EU-` and a Member State. Throws a ProblemError that names the field `authority`. */
  zoneOf(authority: string): string {
    const zone = zoneOfAuthority(this.rules.current(), authority);
    if (zone === undefined) throw problem('AUTHORITY_UNKNOWN', 'expected an authority that the rules know, like GB or EU-IE', { field: 'authority' });
    return zone;
  }

  /** Refuses terms under which no period could ever be opened: what follows from an account must not meet them first. */
  checkTerms({ cycle, currency, openedOn }: Pick<OpenAccount, 'cycle' | 'currency' | 'openedOn'>): void {
    const rules = this.rules.current();
    if (rules.cycle(cycle) === undefined) throw problem('CYCLE_UNKNOWN', 'expected a cycle that the rules know, like UK-DUTY', { field: 'cycle' });
    if (!isCurrency(currency, openedOn)) throw problemOfFault({ code: 'CURRENCY_UNKNOWN', field: 'currency', message: `expected an ISO 4217 currency of ${openedOn}` });
    try {
      cyclesOf(rules).periodOf(cycle, openedOn);
    } catch (error) {
      if (error instanceof CalendarNotCoveredError) throw problem('CALENDAR_NOT_COVERED', error.message, { field: 'openedOn' });
      throw error;
    }
  }
}
