import { amendmentMessage, authorityTaxRecorded } from '#declarations';
import { code, day, id, list, optional, record, sha256, text } from '#event-catalogue';
import { besides, bodyOf } from '../http/field';

/** The canonical amendment: the whole of the later version, and why; docs/formats/declarations.md. */
export class AmendmentDto extends bodyOf(amendmentMessage) {}
export class InvalidateDto extends bodyOf(
  record({
    ground: code,
    appliedOn: day,
    invalidatedOn: day,
    evidence: list(record({ kind: code, document: sha256, mediaType: optional(text), receivedOn: day }), { max: 20 }),
    claim: optional(id),
  }),
) {}
/** The authority's own tax lines of one version, as its notification tells them. */
export class AuthorityTaxDto extends bodyOf(besides(authorityTaxRecorded.data, { authority: 'GB', payable: '0' }), ['source']) {}
