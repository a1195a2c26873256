import { Injectable } from '@nestjs/common';
import { problem } from '../http/problem';
import { RuleBookFollower } from '#runtime';

/** Where an authority keeps its days. */
@Injectable()
export class Authorities {
  constructor(private readonly rules: RuleBookFollower) {}

  /** IANA zone of a book: `GB`, or `EU-` and a Member State. Throws a ProblemError for an authority that no rule knows. */
  zoneOf(authority: string): string {
    const found = this.rules.current().jurisdiction(authority.replace(/^EU-/, ''));
    if (found === undefined) throw problem('FIELD_INVALID', 'expected an authority that the rules know, like GB or EU-IE', { field: 'authority' });
    return found.value.zone;
  }
}
