/** A row of a read model as the API answers it. */
export { rowDocument as rowAnswer, type RowDocument as RowAnswer } from '#read-model';
