import type { Metadata } from '@grpc/grpc-js';
import { failures, isFailure, type Failure } from '../wire/failures';
import type { Context } from './context';

/** The caller was told that it is nobody. */
export const refused = Symbol('refused');

/** Who calls: an account, or undefined for nobody in particular. */
export const authenticated = (
  call: { readonly metadata: Metadata },
  { access }: Context,
  fail: (failure: Failure) => unknown,
): string | undefined | typeof refused => {
  try {
    return access.authenticate(call.metadata);
  } catch (error) {
    fail(isFailure(error) ? error : failures.internal());
    return refused;
  }
};
