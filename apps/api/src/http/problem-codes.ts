/** What a problem code means to a client: the HTTP status and a title that never changes (RFC 9457 `title`). */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

/** Problems of the edge itself: the request never reached a decider. */
export const edgeProblems = {
  JSON_SYNTAX: { status: 400, title: 'The body is not JSON.' },
  JSON_TOO_DEEP: { status: 400, title: 'The body is nested too deeply.' },
  JSON_DUPLICATE_KEY: { status: 400, title: 'A field stands twice in one object.' },
  JSON_FORBIDDEN_KEY: { status: 400, title: 'A field name is not allowed.' },
  JSON_NUMBER_OUT_OF_RANGE: { status: 400, title: 'A number is too large to be exact.' },
  JSON_NOT_WELL_FORMED: { status: 400, title: 'The body is not well-formed UTF-8.' },
  JSON_TOO_LARGE: { status: 413, title: 'The body is too large.' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large.' },
  AUTHORITY_UNKNOWN: { status: 400, title: 'The authority is not known.' },
  BODY_MISSING: { status: 400, title: 'The request needs a body.' },
  BODY_NOT_OBJECT: { status: 400, title: 'The body must be one JSON object.' },
  CONTENT_TYPE_UNSUPPORTED: { status: 415, title: 'The content type is not supported here.' },
  REQUEST_MALFORMED: { status: 400, title: 'The request is malformed.' },
  FIELD_MALFORMED: { status: 400, title: 'A field has a value that is not allowed.' },
  FIELD_MISSING: { status: 400, title: 'A field is missing.' },
  FIELD_UNKNOWN: { status: 400, title: 'The request has a field that does not exist.' },
  IDEMPOTENCY_KEY_MISSING: { status: 400, title: 'A write needs an Idempotency-Key.' },
  IDEMPOTENCY_KEY_INVALID: { status: 400, title: 'The Idempotency-Key is malformed.' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'The Idempotency-Key was used with another request.' },
  IF_MATCH_INVALID: { status: 400, title: 'If-Match is not one of our entity tags.' },
  PRECONDITION_FAILED: { status: 412, title: 'The resource has changed since it was read.' },
  CALENDAR_NOT_COVERED: { status: 422, title: 'The calendar does not cover that day yet.' },
  CYCLE_UNKNOWN: { status: 400, title: 'The rule of periods is not known.' },
  CURSOR_INVALID: { status: 400, title: 'The cursor does not belong to this list.' },
  STATISTICS_TOO_LARGE: { status: 422, title: 'The question is about more than is answered at once.' },
  TABLE_FORMAT: { status: 422, title: 'The file does not have the form of its kind.' },
  TOKEN_MISSING: { status: 401, title: 'A bearer token is needed.' },
  TOKEN_INVALID: { status: 401, title: 'The bearer token is not accepted.' },
  ROLE_NOT_ALLOWED: { status: 403, title: 'The role of the token may not do this.' },
  NOT_OWN_COLLECTOR: { status: 403, title: 'The request acts for another collector.' },
  NOT_DELEGATED: { status: 403, title: 'No delegation lets the collector of the token do this for another.' },
  COLLECTOR_SUSPENDED: { status: 403, title: 'The collector is suspended.' },
  TICKET_INVALID: { status: 400, title: 'The ticket is not one for this request.' },
  NOT_FOUND: { status: 404, title: 'There is no such resource.' },
  ROUTE_UNKNOWN: { status: 404, title: 'There is no such route.' },
  OUTCOME_UNKNOWN: { status: 503, title: 'The store did not say whether it wrote; send the same request again.' },
  STORE_UNAVAILABLE: { status: 503, title: 'The store takes no writes now.' },
  STORE_SILENT: { status: 503, title: 'The store does not answer now.' },
  VIEWS_BEHIND: { status: 503, title: 'The read models have not reached that position yet.' },
  VIEWS_UNAVAILABLE: { status: 503, title: 'The read models cannot be asked now.' },
  MOMENTS_BUSY: { status: 503, title: 'Too many earlier moments are asked about at once.' },
  STOPPING: { status: 503, title: 'The server is stopping.' },
  STORE_FULL: { status: 507, title: 'The disk is full; nothing was written.' },
  INTERNAL: { status: 500, title: 'The server failed; nothing more is known.' },
} as const satisfies Record<string, ProblemKind>;
export type EdgeProblemCode = keyof typeof edgeProblems;
