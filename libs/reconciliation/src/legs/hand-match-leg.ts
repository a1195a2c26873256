import { type Placed } from './placed';

/** What a person said of two subjects: under each of them, so that whoever reads one knows. */
export interface HandMatchLeg extends Placed<'handMatch'> {
  readonly other: string;
  readonly standing: 'none' | 'confirmed' | 'broken';
  /** Of the candidate that it was taken from, where it was: `composite-key@1`, 0 to 100. */
  readonly suggestion?: { readonly rule: string; readonly score: number };
}
