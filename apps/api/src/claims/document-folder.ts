/** Where documents are kept beside the log, each named by its SHA-256. */
export class DocumentFolder {
  constructor(readonly directory: string) {}
}
