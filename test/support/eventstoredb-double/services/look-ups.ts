import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { uuidOf } from '../wire/common';
import { failures, type Endpoint } from '../wire/failures';
import type { Operation } from '../faults';
import type { Context } from './context';

/** A node as gossip tells of it. */
export interface Member extends Endpoint {
  readonly state: 'leader' | 'follower' | 'readOnlyReplica' | 'catchingUp';
  readonly alive?: boolean;
}

const states = {
  leader: MemberInfo.VNodeState.LEADER,
  follower: MemberInfo.VNodeState.FOLLOWER,
  readOnlyReplica: MemberInfo.VNodeState.READONLYREPLICA,
  catchingUp: MemberInfo.VNodeState.CATCHINGUP,
} as const;

/** What the client asks for before its first append; it decides by it whether appends go in batches. */
const methods: readonly (readonly [string, readonly string[]])[] = [
  ['append', []],
  ['batchappend', ['deadline_duration']],
  ['read', ['position', 'events']],
  ['delete', []],
  ['tombstone', []],
];

type Unary<Response> = (call: ServerUnaryCall<unknown, Response>, callback: sendUnaryData<Response>) => void;

/** An answer that needs nothing of the request, unless a fault strikes. */
const lookUp =
  <Response>(operation: Operation, context: Context, answer: () => Response): Unary<Response> =>
  (call, callback) => {
    const fault = context.faults.strike(operation, '');
    if (fault === undefined) callback(null, answer());
    else if (fault.kind === 'slow')
      setTimeout(() => {
        callback(null, answer());
      }, fault.milliseconds ?? 0);
    else if (fault.kind === 'unavailable') callback(failures.unavailable());
    else if (fault.kind === 'dropBeforeCommit' || fault.kind === 'dropAfterCommit') context.breakConnection(call);
    else if (fault.kind !== 'silence') callback(failures.internal());
  };

export const featuresCall = (context: Context, version: string): Unary<SupportedMethods> =>
  lookUp('features', context, () => {
    const list = methods.map(([name, features]) =>
      new SupportedMethod()
        .setServiceName('event_store.client.streams.streams')
        .setMethodName(name)
        .setFeaturesList([...features]),
    );
    return new SupportedMethods().setEventStoreServerVersion(version).setMethodsList(list);
  });

export const gossipCall = (context: Context, members: () => readonly Member[]): Unary<ClusterInfo> =>
  lookUp('gossip', context, () => {
    const list = members().map(({ host, port, state, alive }) =>
      new MemberInfo()
        .setInstanceId(uuidOf())
        .setState(states[state])
        .setIsAlive(alive ?? true)
        .setHttpEndPoint(new EndPoint().setAddress(host).setPort(port)),
    );
    return new ClusterInfo().setMembersList(list);
  });
