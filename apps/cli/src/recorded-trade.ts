import { present } from '#event-catalogue';
import type { Position } from '#event-store';
import type { RuleBook } from '#rules';
import { RecordedTrade, type StudyWindow } from '#study';
import type { Command } from 'commander';
import { moments } from './commands/reconcile';
import { CannotRunError } from './exit';
import { dayOption, throughOption, type KnownAt } from './options';
import { positionKnownAt, rulesOf, type OpenLog } from './reading';
import { rulesAt } from './recompute';

/** Over which days, and as seen from when. */
export interface TradeOptions {
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly knownAt?: KnownAt;
}

/** The recorded trade of a log, the law as known with it, and what the answer says of both. */
export interface AskedTrade {
  readonly trade: RecordedTrade;
  readonly law: RuleBook;
  readonly window: StudyWindow;
  readonly moment: { readonly asOf: string; readonly knownAt?: string };
}

export const askedTrade = async (log: OpenLog, { from, to, asOf, knownAt }: TradeOptions): Promise<AskedTrade> => {
  if (from !== undefined && to !== undefined && to < from)
    throw new CannotRunError('OPTION_INVALID', `--to: expected a day from ${from} on`, '--to');
  const position = knownAt === undefined ? undefined : ((await positionKnownAt(log, knownAt)) as Position);
  const moment = { asOf: asOf ?? throughOption('--as-of')(log.legalNow), ...(position === undefined ? {} : { knownAt: position }) };
  return {
    trade: new RecordedTrade(log.store, log.catalogue, moment),
    law: position === undefined ? (await rulesOf(log)).current() : await rulesAt(log, position),
    window: present({ from, to }),
    moment,
  };
};

/** The options of `TradeOptions`. */
export const tradeOptions = (command: Command): Command =>
  moments(
    command
      .option('--from <day>', 'accepted, or supplied, from this day on', dayOption('--from'))
      .option('--to <day>', 'up to this day, included', dayOption('--to')),
  );
