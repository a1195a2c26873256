import { type ReadModel } from '#read-model';
import { CaseReader, type Viewpoint } from '#reconciliation';
import { type QualityRow, QualityTally } from './data-quality';
import { type BuyerOrder, type Declared, type SellerMonth } from './facts';
import { type Finding } from './finding';
import { type IndicatorCode, indicatorCodes } from './indicator-catalogue';
import { grouped } from './grouped';
import { clusterIdentity } from './indicators/cluster-identity';
import { fakeB2b } from './indicators/fake-b2b';
import { giftOrC2c } from './indicators/gift-or-c2c';
import { misdescription, severalCodes } from './indicators/misdescription';
import { originShift } from './indicators/origin-shift';
import { providerQuality, QualityEvidence } from './indicators/provider-quality';
import { oncePerParcel, returnRate, sameSerial } from './indicators/return-rate';
import { schemeNumberSpread } from './indicators/scheme-number-spread';
import { splitOneOrder } from './indicators/split-one-order';
import { splitSameBuyer } from './indicators/split-same-buyer';
import { ThresholdBunching } from './indicators/threshold-bunching';
import { underInvoicePayment } from './indicators/under-invoice-payment';
import { underInvoicePeer } from './indicators/under-invoice-peer';
import { type LimitOf } from './limits';
import { defaultRiskRules, type RiskRules } from './risk-rules';
import { ordersInParcels, paidAndDeclared } from './views/case-facts';
import { FactReader, type FactGroup, type QualityFilter } from './views/fact-reader';
import { liveDeclaration, liveImports, livePeers } from './views/live-versions';
import { type BackBody, type BuyerBody, type DeclaredBody, type PeerBody, type ProductBody, type SchemeBody } from './views/told';

/** A question to the indicators: from where it is asked, and the limits of the law it is judged by. */
export interface RiskQuestion extends Viewpoint {
  readonly limitOf: LimitOf;
  readonly rules?: RiskRules;
}
export interface FindingFilter {
  readonly code?: IndicatorCode;
  /** Id of the subject, as findings name it. */
  readonly subject?: string;
}
export interface FindingPage {
  readonly findings: readonly Finding[];
  /** Id after which the next page begins; absent at the end. */
  readonly next?: string;
}

/** The ledger that is asked about. */
export interface RiskLedger {
  /** The rows of the risk projection, where they are not beside those of the cases. */
  readonly facts?: ReadModel;
  /** Its legal day is not the recorder's, as in a demonstration: when something was recorded does not say whether it came late. */
  readonly ownCalendar?: boolean;
}

interface Asked {
  readonly facts: FactReader;
  readonly cases: CaseReader;
  readonly rules: RiskRules;
  readonly limitOf: LimitOf;
  readonly asOf: string;
  readonly ownCalendar: boolean;
}
type Found = AsyncGenerator<Finding>;

/**
 * Answers what is worth a look, from the rows of a read model. Each indicator is one pass over its facts, group after group; no state is
 * kept between questions.
 */
export class RiskIndicators {
  /** `views` has the rows of the cases. */
  constructor(
    private readonly views: ReadModel,
    private readonly of: RiskLedger = {},
  ) {}

  /** Findings of one indicator in order of their ids. */
  async findings(question: RiskQuestion, code: IndicatorCode): Promise<readonly Finding[]> {
    const asked: Asked = {
      facts: this.#facts(question),
      cases: new CaseReader(this.views, question),
      rules: question.rules ?? defaultRiskRules,
      limitOf: question.limitOf,
      asOf: question.asOf,
      ownCalendar: this.of.ownCalendar ?? false,
    };
    const found: Finding[] = [];
    const moment = { asOf: question.asOf, ...(question.knownAt === undefined ? {} : { knownAt: question.knownAt }) };
    for await (const finding of indicators[code](asked)) found.push({ ...finding, ...moment });
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Some findings in order of code and id; indicators before the page, and after it, are not computed. */
  async list(
    question: RiskQuestion,
    filter: FindingFilter,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<FindingPage> {
    return pageOfFindings((code) => this.findings(question, code), filter, page);
  }

  /** Data quality and timeliness by provider and month. */
  quality(question: Viewpoint & { readonly rules?: RiskRules }, filter: QualityFilter = {}): Promise<readonly QualityRow[]> {
    return this.#facts(question).quality(question.rules ?? defaultRiskRules, filter);
  }

  #facts(viewpoint: Viewpoint): FactReader {
    const { facts = this.views, ownCalendar = false } = this.of;
    return new FactReader(facts, viewpoint, ownCalendar);
  }
}

/** A page of findings in order of code and id, however they are had; indicators before the page, and after it, are not asked for. */
export const pageOfFindings = async (
  findingsOf: (code: IndicatorCode) => Promise<readonly Finding[]>,
  { code, subject }: FindingFilter,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<FindingPage> => {
  const found: Finding[] = [];
  const from = after?.slice(0, 3) ?? '';
  for (const asked of indicatorCodes) {
    if ((code !== undefined && code !== asked) || asked < from) continue;
    found.push(
      ...(await findingsOf(asked)).filter(
        (finding) => (subject === undefined || finding.subject.id === subject) && (after === undefined || finding.id > after),
      ),
    );
    const last = found[limit - 1];
    if (found.length > limit && last !== undefined) return { findings: found.slice(0, limit), next: last.id };
  }
  return { findings: found };
};

/** Orders of one buyer at one seller, each with what the checkout tested. */
const ordersOf = ({ rows }: FactGroup<BuyerBody>): readonly BuyerOrder[] =>
  [...grouped(rows, ({ stream }) => stream).values()].flatMap((own) => {
    const head = own.find(({ body }) => 'order' in body);
    if (head === undefined || !('order' in head.body)) return [];
    const tested = own.flatMap(({ body }) => ('tested' in body ? body.tested : [])).at(-1);
    return {
      ...head.body.order,
      stream: head.stream,
      position: head.position,
      ...(tested === undefined ? {} : { tested }),
      ...(own.some(({ body }) => 'outside' in body) ? { outside: true } : {}),
    };
  });

async function* splitOfBuyers({ facts, rules, limitOf }: Asked): Found {
  for await (const group of facts.groups<BuyerBody>('buyer')) {
    const orders = ordersOf(group);
    if (orders.length < rules.splitSameBuyer.orders) continue;
    const arrivals = await facts.arrivals(orders.map(({ stream }) => stream));
    yield* splitSameBuyer(
      orders.map((order) => ({ ...order, arrivedOn: arrivals.get(order.stream) ?? [] })),
      rules,
      limitOf,
    );
  }
}

async function* splitOrders({ cases, rules, limitOf }: Asked): Found {
  for await (const one of cases.cases()) for (const order of ordersInParcels(one, limitOf)) yield* splitOneOrder(order, rules);
}

/** Groups of one buyer stand beside each other: the pseudonym comes first in their key. */
async function* busyBuyers({ facts, rules }: Asked): Found {
  let [buyer, orders]: [string, BuyerOrder[]] = ['', []];
  for await (const group of facts.groups<BuyerBody>('buyer')) {
    const [own = ''] = group.key.split(' ', 1);
    if (own !== buyer) {
      yield* clusterIdentity(orders, rules);
      [buyer, orders] = [own, []];
    }
    for (const order of ordersOf(group)) orders.push(order);
  }
  yield* clusterIdentity(orders, rules);
}

async function* underInvoiced({ cases, rules }: Asked): Found {
  for await (const one of cases.cases()) {
    const compared = paidAndDeclared(one);
    if (compared !== undefined) yield* underInvoicePayment(compared, rules);
  }
}

async function* belowPeers({ facts, rules }: Asked): Found {
  for await (const group of facts.groups<PeerBody>('peer')) {
    const [hs6 = '', origin = '', month = '', currency = '', measure] = group.key.split(' ');
    yield* underInvoicePeer({ hs6, origin, month, currency, measure: measure === 'kg' ? 'kg' : 'unit' }, livePeers(group), rules);
  }
}

async function* declarations({ facts }: Asked): AsyncGenerator<Declared> {
  for await (const group of facts.groups<DeclaredBody>('declared')) {
    const declared = liveDeclaration(group);
    if (declared !== undefined) yield declared;
  }
}

/** Declarations of one seller stand beside each other. Those without a seller are nobody's. */
async function* bunching(asked: Asked): Found {
  let bands: { readonly seller: string; readonly counts: ThresholdBunching } | undefined;
  for await (const declared of declarations(asked)) {
    const { seller } = declared;
    if (seller === undefined) continue;
    if (bands?.seller !== seller) {
      yield* bands?.counts.findings() ?? [];
      bands = { seller, counts: new ThresholdBunching(seller, asked.rules, asked.limitOf) };
    }
    bands.counts.add(declared);
  }
  yield* bands?.counts.findings() ?? [];
}

async function* descriptions(asked: Asked): Found {
  for await (const declared of declarations(asked)) yield* misdescription(declared, asked.rules);
  for await (const { key, lines } of products(asked)) yield* severalCodes(key, lines, asked.rules);
}

async function* products({ facts }: Asked) {
  for await (const { key, rows } of facts.groups<ProductBody>('product'))
    yield { key, lines: rows.map(({ stream, position, at, body }) => ({ stream, position, at, ...body })) };
}

async function* origins(asked: Asked): Found {
  for await (const { key, lines } of products(asked)) yield* originShift(key, lines, asked.rules);
}

async function* businessImports(asked: Asked): Found {
  for await (const declared of declarations(asked)) {
    if (declared.buyerType !== 'business' && declared.transactionType !== 'B2B') continue;
    const orders = [...new Set(declared.items.flatMap((item) => item.orders ?? []))];
    if (orders.length >= asked.rules.fakeB2b.orders) yield* fakeB2b(declared, await asked.facts.orders(orders), asked.rules);
  }
}

async function* schemeNumbers({ facts, rules }: Asked): Found {
  for await (const group of facts.groups<SchemeBody>('scheme')) yield* schemeNumberSpread(group.key, liveImports(group), rules);
}

async function* gifts(asked: Asked): Found {
  const commercial = new Map<string, number>();
  for await (const { seller, commercial: orders } of asked.facts.sellerMonths())
    commercial.set(seller, (commercial.get(seller) ?? 0) + orders);
  const told = (seller: string, own: readonly Declared[]): readonly Finding[] =>
    giftOrC2c(seller, own, commercial.get(seller) ?? 0, asked.rules);
  let [seller, own]: [string | undefined, Declared[]] = [undefined, []];
  for await (const declared of declarations(asked)) {
    if (declared.seller === undefined || (declared.transactionType !== 'gift' && declared.transactionType !== 'C2C')) continue;
    if (declared.seller !== seller) {
      if (seller !== undefined) yield* told(seller, own);
      [seller, own] = [declared.seller, []];
    }
    own.push(declared);
  }
  if (seller !== undefined) yield* told(seller, own);
}

/** Memory is a row for each seller and month, and what went back. */
async function* returns({ facts, rules }: Asked): Found {
  const back = new Map<string, SellerMonth>();
  for await (const { seller, month, orders } of facts.sellerMonths())
    back.set(`${month} ${seller}`, { seller, month, orders, credits: [], returns: [] });
  for await (const { key, rows } of facts.groups<BackBody>('back')) {
    const [month = '', seller = ''] = key.split(' ');
    const all = rows.map(({ stream, position, at, body }) => ({ stream, position, at, ...body }));
    back.set(key, {
      seller,
      month,
      orders: back.get(key)?.orders ?? 0,
      credits: all.filter(({ kind }) => kind === 'credit'),
      returns: oncePerParcel(all.filter(({ kind }) => kind === 'return')),
    });
  }
  for (const cohort of grouped(back.values(), ({ month }) => month).values()) yield* returnRate(cohort, rules);
  for await (const { key, rows } of facts.groups<BackBody>('serial'))
    yield* sameSerial(
      key,
      rows.map(({ stream, position, at, body }) => ({ stream, position, at, ...body })),
      rules,
    );
}

async function* quality({ facts, rules, asOf, ownCalendar }: Asked): Found {
  const [tally, evidence] = [new QualityTally(asOf, ownCalendar), new QualityEvidence(asOf, ownCalendar, rules)];
  for await (const message of facts.messages(rules)) {
    tally.add(message);
    evidence.add(message);
  }
  for (const row of tally.rows()) yield* providerQuality(row, evidence, rules);
}

const indicators: Readonly<Record<IndicatorCode, (asked: Asked) => Found>> = {
  R01: splitOfBuyers,
  R02: splitOrders,
  R03: busyBuyers,
  R04: underInvoiced,
  R05: belowPeers,
  R06: bunching,
  R07: descriptions,
  R08: origins,
  R09: businessImports,
  R10: schemeNumbers,
  R11: gifts,
  R12: returns,
  R13: quality,
};
