import { Injectable } from '@nestjs/common';
import { accountTermsFault, type OpenAccount } from '#accounts';
import { zoneOfAuthority } from '#rules';
import { RuleBookFollower } from '#runtime';
import { problem, problemOfFault } from '../http/problem';

/** Where an authority keeps its days. */
@Injectable()
export class Authorities {
  constructor(private readonly rules: RuleBookFollower) {}

  /** IANA zone of a book: `GB`, or `EU-` and a Member State. Throws a ProblemError that names the field `authority`. */
  zoneOf(authority: string): string {
    const zone = zoneOfAuthority(this.rules.current(), authority);
    if (zone === undefined)
      throw problem('AUTHORITY_UNKNOWN', 'expected an authority that the rules know, like GB or EU-IE', { field: 'authority' });
    return zone;
  }

  /** Throws a ProblemError for terms under which no period could ever be opened. */
  checkTerms(terms: Omit<OpenAccount, 'type'>): void {
    const fault = accountTermsFault(this.rules.current(), terms);
    if (fault !== undefined) throw problemOfFault(fault);
  }
}
