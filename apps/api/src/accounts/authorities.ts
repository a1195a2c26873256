import { Injectable } from '@nestjs/common';
import { zoneOfAuthority } from '#declarations';
import { RuleBookFollower } from '#runtime';
import { problem } from '../http/problem';

/** Where an authority keeps its days. */
@Injectable()
export class Authorities {
  constructor(private readonly rules: RuleBookFollower) {}

  /** IANA zone of a book: `GB`, or `EU-` and a Member State; undefined for an authority that no rule knows. */
  findZone(authority: string): string | undefined {
    return zoneOfAuthority(this.rules.current(), authority);
  }

  /** As `findZone`; throws a ProblemError that names the field `authority`. */
  zoneOf(authority: string): string {
    const zone = this.findZone(authority);
    if (zone === undefined) throw problem('AUTHORITY_UNKNOWN', 'expected an authority that the rules know, like GB or EU-IE', { field: 'authority' });
    return zone;
  }
}
