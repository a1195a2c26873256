/** Where `Export` notes what may be exported, until the description says it by media types. */
export const exportKey = 'x-export';
