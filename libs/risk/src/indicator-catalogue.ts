/** What each indicator is called, and where the idea comes from. A code is never given another meaning. */
export const indicatorCatalogue = {
  R01: {
    name: 'SPLIT_SAME_BUYER',
    basis: 'WCO Framework of Standards on Cross-Border E-Commerce, standards 3 and 8: splitting under a threshold',
  },
  R02: { name: 'SPLIT_ONE_ORDER', basis: 'WCO Framework of Standards, standards 3 and 8: one order in several parcels' },
  R03: { name: 'CLUSTER_IDENTITY', basis: 'practice of customs risk systems: reuse of recipient data' },
  R04: { name: 'UNDER_INVOICE_PAYMENT', basis: 'draft WCO Recommendation, principle II.i: proof of transaction payment' },
  R05: { name: 'UNDER_INVOICE_PEER', basis: 'OLAF: statistically determined value thresholds' },
  R06: { name: 'THRESHOLD_BUNCHING', basis: 'constructed: values just below a threshold against their neighbours' },
  R07: { name: 'MISDESCRIPTION', basis: 'WCO Framework of Standards, standard on data quality' },
  R08: { name: 'ORIGIN_SHIFT', basis: 'OLAF: origin against the history of the same goods' },
  R09: { name: 'FAKE_B2B', basis: 'OLAF: bulk business imports whose goods go to consumers' },
  R10: { name: 'SCHEME_NUMBER_SPREAD', basis: 'European Court of Auditors on IOSS: use of another holder’s number' },
  R11: { name: 'GIFT_OR_C2C_ABUSE', basis: 'constructed: reliefs for private persons, claimed for a seller by trade' },
  R12: { name: 'RETURN_RATE_ANOMALY', basis: 'practice of refund control: returns against the cohort, one serial number returned twice' },
  R13: { name: 'DATA_QUALITY', basis: 'WCO Framework of Standards, standard on data quality; draft WCO Recommendation, principle I.i' },
} as const;
export type IndicatorCode = keyof typeof indicatorCatalogue;
export const indicatorCodes = Object.keys(indicatorCatalogue) as readonly IndicatorCode[];
