import { Injectable } from '@nestjs/common';
import { declarationOf, type LodgeDeclaration } from '#declarations';
import { RuleBookFollower } from '#runtime';
import { problemOfFault } from '../http/problem';
import type { DeclarationDto } from './declarations.dto';

/** Reads declarations as they come, by the rules as known now. */
@Injectable()
export class DeclarationDesk {
  constructor(private readonly rules: RuleBookFollower) {}

  /** Throws a ProblemError that names the field. `sha256` is the digest of the request, which is where the declaration was read. */
  read(body: DeclarationDto, sha256: string): LodgeDeclaration {
    const read = declarationOf(body, { rules: this.rules.current() }, { sha256, line: 1 });
    if (read.kind === 'refused') throw problemOfFault(read.fault);
    return read.command;
  }
}
