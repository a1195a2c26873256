#!/usr/bin/env python3
"""A second, independent bookkeeper of Tidewaiter: folds the events of a log into the totals of every account.

Shares no code with the product: its postings are written from the journal templates J01 to J43 (docs/accounting.md) alone, and it computes in
decimals. Reads one event a line, {"type", "data", "metadata": {"book"}}, in the order of the log; prints the totals as JSON:
{book: {currency: {account: [debit, credit]}}}.
    python3 test/oracle/refold-journal.py < EVENTS.ndjson
"""
import json
import sys
from collections import defaultdict
from decimal import ROUND_DOWN, Decimal, getcontext

getcontext().prec = 60
totals = defaultdict(lambda: [Decimal(0), Decimal(0)])
authority_of = {}  # scheme number -> the book that it belongs to


def post(book, currency, debit, credit, amount):
    """One transfer. A negative amount changes sides, none posts nothing."""
    amount = Decimal(amount or 0)
    if amount < 0:
        debit, credit, amount = credit, debit, -amount
    if amount:
        totals[book, currency, debit][0] += amount
        totals[book, currency, credit][1] += amount


def revenue(tax_type):
    known = {"A": "4000", "B": "4010"}.get(tax_type[0])
    return known or ("4020" if len(tax_type) == 3 and tax_type.isdigit() else "4030")


def receivable(debt):
    return "1130" if debt.get("contested") else {"interest": "1150", "penalty": "1160"}.get(debt["kind"], "1100")


def guarantee_held(to, d):
    """J20 and J21, exactly as the event says."""
    to("9100", "9101", d.get("reserved"))
    to("9101", "9100", d.get("released"))


def duty_assessed(to, d):
    """J01, J01b, J02, J04 to J06, J37, J38: a later version posts what it changes; the final one takes over what was provisional."""
    changed = d.get("changes", d)
    difference = {(t["taxType"], t["beneficiary"]): t for t in changed["totals"]}
    for t in d["totals"] if changed.get("reason") == "final" else []:
        more = difference.pop((t["taxType"], t["beneficiary"]), {"payable": "0"})
        before = Decimal(t["payable"]) - Decimal(more["payable"])
        to("1101", "1105", before)
        to("1101", revenue(t["taxType"]), more["payable"])
    for t in difference.values():
        to("1105" if d.get("provisional") else "1101", revenue(t["taxType"]), t["payable"])
    beside(to, changed, 1)
    for t in changed["totals"] if d.get("accountedIn", {}).get("scheme") == "EU-SA" else []:
        to("9200", "9201", t["accountedElsewhere"])


def invalidated(to, d):
    """J07: the debt is extinguished, with its relief and its security."""
    for t in d["totals"]:
        to(revenue(t["taxType"]), "1105" if d.get("provisional") else "1101", t["payable"])
    beside(to, d, -1)


def beside(to, d, sign):
    for r in d["relief"]:
        to("9400", "9401", sign * Decimal(r["amount"]))
    for t in d["totals"]:
        to("9400", "9401", sign * Decimal(t["accountedElsewhere"]))
        to("9100", "9101", sign * Decimal(t["secured"]))


def charge_adjusted(to, d):
    for line in d["lines"]:
        to("1100", "1101", max(Decimal(0), Decimal(line["amount"])))
        to("1101", "1100", line.get("reducesOpen"))
        to("1101", "2020", line.get("refundable"))
    guarantee_held(to, d)


def payment_received(to, d, sign=1, source=None):
    """J09, J14a, J22, J23, J36; J30 where the money is in another currency: a part of it takes its part, cut to whole units."""
    source = source or ("2050" if d.get("means") == "deposit" else "1010" if d.get("final") is False else "2010")
    original, amount = d.get("original"), Decimal(d["amount"])
    if original is None or (sign < 0 and "paymentReference" in d):  # repaid by an order of ours, in the account's own currency
        return to(source, UNAPPLIED[d.get("accountKind") == "cash"], sign * amount)
    whole = Decimal(original["converted"]) - Decimal(original.get("gain", 0))
    part = lambda of: sign * (Decimal(of) * amount / whole).quantize(Decimal(of), ROUND_DOWN)
    to(source, "3900", part(original["amount"]), original["currency"])
    to("3900", UNAPPLIED[d.get("accountKind") == "cash"], sign * amount)
    to("3900", "5020", part(original.get("gain", 0)))


def payment_allocated(to, d):
    for pair in d["pairs"]:
        to(UNAPPLIED[d.get("accountKind") == "cash"], receivable(pair), pair["amount"])
    guarantee_held(to, d)


def allocation_undone(to, d):
    """J10, back: the wrong debt is owed again, and the cash unapplied."""
    for item in d["reopened"]:
        to(receivable(item["debt"]), UNAPPLIED[d.get("accountKind") == "cash"], item["debt"]["amount"])
    guarantee_held(to, d)


def payment_reversed(to, d):
    """J15, and J14c where the money was never final: deallocated, then handed back."""
    for item in d["reopened"]:
        to(receivable(item["debt"]), UNAPPLIED[d.get("accountKind") == "cash"], item["debt"]["amount"])
    guarantee_held(to, d)
    payment_received(to, d, -1, "2010" if d["final"] else "1010")


def receipt_returned(to, d):
    """J15: meets the booked reversal, or the order of its repayment; cash of an account was put under that order when it left (above)."""
    if "reversal" in d or ("paymentReference" in d and "account" not in d):
        to("2010", "2010", d["amount"])


def return_filed(to, d):
    """J35 and J31; J39 takes back what was expected of the supplies."""
    for b in d["balances"]:
        balance, country = Decimal(b["balance"]), b["country"]
        to(*("1101", "4010") if balance > 0 else ("2020", "4010"), balance)
        of_rows = sum(Decimal(r["vat"]) for r in d["rows"] + d["corrections"] if r["country"] == country)
        to("2900", "4010", of_rows - balance)
    for e in d["expected"]:
        to("9201", "9200", e["vat"], e["currency"])


def collection_return_filed(to, d):
    """J35: what was collected one by one becomes one debt. J38: what failed is not expected any more."""
    to("1101", "1101", d["payable"])
    to("9201", "9200", d["undelivered"]["vat"])
    to("4010", "1101", d["undelivered"].get("collected"))


def collected_from_recipient(to, d):
    for line in d["lines"]:
        to("1101", revenue(line["taxType"]), line["amount"])
        to("9201", "9200", line["amount"])


def redenominated(to, d, account, sums, sign=1):
    """J42: what stands on an account leaves it in the former currency and is there again in the new one; 3900 is between."""
    to("3900", account, sign * Decimal(sums["former"]), d["formerCurrency"])
    to(account, "3900", sign * Decimal(sums["now"]))


def account_redenominated(to, d):
    for item in d["openItems"]:
        disputed = {side: Decimal(item[side].get("contested", 0)) for side in ("former", "now")}
        rest = {side: Decimal(item[side]["open"]) - disputed[side] for side in disputed}
        redenominated(to, d, receivable({"kind": item["kind"]}), rest)
        redenominated(to, d, "1130", disputed)
    for cash in d["unapplied"]:
        redenominated(to, d, UNAPPLIED[d["kind"] == "cash"], cash, -1)
        if cash.get("provisional"):
            redenominated(to, d, "1010", cash)
    to("9101", "9100", sum(Decimal(i["former"].get("secured", 0)) for i in d["openItems"]), d["formerCurrency"])
    to("9100", "9101", sum(Decimal(i["now"].get("secured", 0)) for i in d["openItems"]))
    to("3900", "2900", d.get("rounding"))


def debt_redenominated(to, d):
    account, sign = (OWED[d.get("refund", "refund")][1], -1) if d["of"] == "refund" else ("1101", 1)
    for line in d["lines"]:
        redenominated(to, d, account, line, sign)
    to("3900", "2900", sign * Decimal(d.get("rounding", 0)))


def refund_redenominated(to, d):
    for line in d["lines"]:
        redenominated(to, d, OWED[d["kind"]][1], line, -1)
    if "interest" in d:
        redenominated(to, d, "2040", d["interest"], -1)


def collections_redenominated(to, d):
    redenominated(to, d, "1101", d["collected"])
    to("9201", "9200", d["expected"]["former"], d["formerCurrency"])
    to("9200", "9201", d["expected"]["now"])


UNAPPLIED = ("2000", "2005")
OWED = {"refund": ("4900", "2020"), "drawback": ("4910", "2030"), "amendment": ("2020", "2020")}


def refund_approved(to, d):
    for line in d["lines"] if d["settlement"] != "laterReturn" else []:
        to(*OWED[d["kind"]], line["amount"])
    to("5010", "2040", d.get("interest", {}).get("amount"))


def refund_paid(to, d):
    for line in d["lines"]:
        to(OWED[d["kind"]][1], "2010", line["amount"])
    to("2040", "2010", d.get("interest"))


def refund_offset(to, d):
    for pair in d["pairs"]:
        owed = "2040" if pair.get("interest") else OWED[d.get("kind", "refund")][1]
        to(owed, receivable(pair["debt"]), pair["debt"]["amount"])
    guarantee_held(to, d)


def guarantee(to, d):
    more = Decimal(d["amount"]) - Decimal(d.get("amountBefore", 0))
    to("9000", "9001", more)
    to("2010", "2050", more if d["form"] == "deposit" else 0)


def ended(account, sign=1):
    """J26 to J28, J40: waived, disputed, written off and still owed in memory, recovered."""

    def post_end(to, d):
        amount = sign * Decimal(d["debt"]["amount"])
        to(account, receivable(d["debt"]), amount)
        if account == "5000":
            to("9500", "9501", amount)
        guarantee_held(to, d)

    return post_end


def tolerated(sign):
    """J12: the rest of a short payment."""

    def post_rests(to, d):
        for rest in d["rests"]:
            to("5030" if d["books"] == "bankCharge" else "2900", receivable(rest["debt"]), sign * Decimal(rest["debt"]["amount"]))
        guarantee_held(to, d)

    return post_rests


def moved(debit, credit, field="amount", sign=1, of=None):
    return lambda to, d: [to(debit, credit, sign * Decimal(one[field])) for one in (d[of] if of else [d])]


POSTINGS = {
    "DutyAssessed": duty_assessed,
    "DeclarationInvalidated": invalidated,
    "ChargePosted": lambda to, d: (moved("1100", "1101", of="lines")(to, d), guarantee_held(to, d.get("security", {}))),
    "ChargeAdjusted": charge_adjusted,
    "PaymentReceived": payment_received,
    "PaymentSettled": moved("2010", "1010"),
    "PaymentAllocated": payment_allocated,
    "PaymentReversed": payment_reversed,
    "AllocationUndone": allocation_undone,
    "PaymentTransferred": lambda to, d: to(UNAPPLIED[d.get("accountKind") == "cash"], "2010", d["amount"]),  # J43
    "ReceiptRecorded": moved("1000", "2010"),
    "ReceiptReturned": receipt_returned,
    "SchemeReturnFiled": return_filed,
    "CollectionReturnFiled": collection_return_filed,
    "SupplyAttributed": moved("9200", "9201", "vat", of="rows"),
    "SupplyAdjusted": moved("9200", "9201", "vat", of="rows"),
    "TaxCollectedFromRecipient": collected_from_recipient,
    "RefundApproved": refund_approved,
    "RefundPaid": refund_paid,
    "RefundOffset": refund_offset,
    "GuaranteeRegistered": guarantee,
    "GuaranteeChanged": guarantee,
    "InterestCharged": lambda to, d: to("1150", "4100", Decimal(d["amount"]) * (-1 if d["kind"] == "reversed" else 1)),
    "PenaltyImposed": moved("1160", "4110"),
    "PenaltyReduced": moved("1160", "4110", sign=-1),
    "DebtRemitted": ended("4920"),
    "DebtWrittenOff": ended("5000"),
    "DebtRecovered": ended("5000", -1),
    "DebtContested": ended("1130"),
    "DebtContestEnded": ended("1130", -1),
    "DebtContestLapsed": ended("1130", -1),
    "ShortPaymentTolerated": tolerated(1),
    "ToleratedRestReopened": tolerated(-1),
    "BeneficiaryShareEstablished": moved("4990", "2100", "due", of="lines"),
    "BeneficiaryDistributed": moved("2100", "2010"),
    "AccountRedenominated": account_redenominated,
    "DebtRedenominated": debt_redenominated,
    "CollectionsRedenominated": collections_redenominated,
    "RefundRedenominated": refund_redenominated,
    "ShareRedenominated": lambda to, d: redenominated(to, d, "2100", d["due"], -1),
}


def fold(event):
    kind, data = event["type"], event["data"]
    if kind == "SchemeNumberGranted":
        authority_of[data["schemeNumber"]] = data["authority"]
    if kind not in POSTINGS:
        return
    book = authority_of[data["schemeNumber"]] if kind.startswith("Supply") else event["metadata"]["book"]
    if kind == "TaxCollectedFromRecipient":
        book = "EU-" + data["consumptionCountry"]
    POSTINGS[kind](lambda debit, credit, amount, currency=data["currency"]: post(book, currency, debit, credit, amount), data)


for line in sys.stdin:
    fold(json.loads(line))
result = {}
for (book, currency, account), (debit, credit) in sorted(totals.items()):
    result.setdefault(book, {}).setdefault(currency, {})[account] = [str(debit), str(credit)]
json.dump(result, sys.stdout)
