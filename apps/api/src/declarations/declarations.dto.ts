import { declarationMessage } from '#declarations';
import { optional, reference } from '#event-catalogue';
import { bodyOf } from '../http/field';
import { listQuery } from '../http/page-cursor';

/** The canonical declaration, H7-like or H1-like; docs/formats/declarations.md. */
export class DeclarationDto extends bodyOf(declarationMessage) {}

export class DeclarationsQuery extends bodyOf(listQuery({ mrn: optional(reference), lrn: optional(reference) })) {}
