import { declarationMessage } from '#declarations';
import { bodyOf } from '../http/field';

/** The canonical declaration, H7-like or H1-like; docs/formats/declarations.md. */
export class DeclarationDto extends bodyOf(declarationMessage) {}
