/**
 * English names of countries with their codes: the short names of ISO 3166-1, older and common ones, and those that the shop uses (EIRE,
 * RSA, USA). The Channel Islands are two bailiwicks without one code; both are outside every rule set.
 */
const names =
  'AD andorra|AE uae|AE united arab emirates|AF afghanistan|AG antigua and barbuda|AI anguilla|AL albania|AM armenia|AO angola|' +
  'AQ antarctica|AR argentina|AS american samoa|AT austria|AU australia|AW aruba|AX aland islands|AZ azerbaijan|BA bosnia|' +
  'BA bosnia and herzegovina|BB barbados|BD bangladesh|BE belgium|BF burkina faso|BG bulgaria|BH bahrain|BI burundi|BJ benin|' +
  'BL saint barthelemy|BM bermuda|BN brunei|BN brunei darussalam|BO bolivia|BO bolivia plurinational state of|' +
  'BO plurinational state of bolivia|BQ bonaire|BQ bonaire sint eustatius and saba|BR brazil|BS bahamas|BT bhutan|' +
  'BV bouvet island|BW botswana|BY belarus|BZ belize|CA canada|CC cocos keeling islands|CD congo democratic republic of the|' +
  'CD congo kinshasa|CD democratic republic of the congo|CF central african republic|CG congo|CG congo brazzaville|' +
  'CG republic of the congo|CH switzerland|CI cote d ivoire|CI ivory coast|CK cook islands|CL chile|CM cameroon|CN china|' +
  'CN people s republic of china|CO colombia|CR costa rica|CU cuba|CV cabo verde|CV cape verde|CW curacao|CX christmas island|' +
  'CY cyprus|CZ czech rep|CZ czech republic|CZ czechia|DE germany|DJ djibouti|DK denmark|DM dominica|DO dominican republic|' +
  'DZ algeria|EC ecuador|EE estonia|EG egypt|EH western sahara|ER eritrea|ES spain|ET ethiopia|FI finland|FJ fiji|' +
  'FK falkland islands|FK falkland islands malvinas|FM federated states of micronesia|FM micronesia|' +
  'FM micronesia federated states of|FO faeroe islands|FO faroe islands|FR france|GA gabon|GB britain|GB england|' +
  'GB great britain|GB scotland|GB u k|GB uk|GB united kingdom|GB united kingdom of great britain and northern ireland|GB wales|' +
  'GD grenada|GE georgia|GF french guiana|GG guernsey|GH ghana|GI gibraltar|GL greenland|GM gambia|GN guinea|GP guadeloupe|' +
  'GQ equatorial guinea|GR el|GR greece|GS south georgia and the south sandwich islands|GT guatemala|GU guam|GW guinea bissau|' +
  'GY guyana|HK hong kong|HK hong kong sar china|HM heard and mcdonald islands|HN honduras|HR croatia|HT haiti|HU hungary|' +
  'ID indonesia|IE eire|IE ireland|IE republic of ireland|IL israel|IM isle of man|IN india|IO british indian ocean territory|' +
  'IQ iraq|IR iran|IR iran islamic republic of|IR islamic republic of iran|IS iceland|IT italy|JE channel islands|JE jersey|' +
  'JM jamaica|JO jordan|JP japan|KE kenya|KG kyrgyzstan|KH cambodia|KI kiribati|KM comoros|KN saint kitts and nevis|' +
  'KP democratic people s republic of korea|KP korea democratic people s republic of|KP north korea|KR korea|' +
  'KR korea republic of|KR republic of korea|KR south korea|KW kuwait|KY cayman islands|KZ kazakhstan|' +
  'LA lao people s democratic republic|LA laos|LB lebanon|LC saint lucia|LI liechtenstein|LK sri lanka|LR liberia|LS lesotho|' +
  'LT lithuania|LU luxembourg|LV latvia|LY libya|LY libyan arab jamahiriya|MA morocco|MC monaco|MD moldova|' +
  'MD moldova republic of|MD republic of moldova|ME montenegro|MF saint martin|MG madagascar|MH marshall islands|MK macedonia|' +
  'MK north macedonia|MK republic of north macedonia|ML mali|MM burma|MM myanmar|MN mongolia|MO macao|MO macau|' +
  'MP northern mariana islands|MQ martinique|MR mauritania|MS montserrat|MT malta|MU mauritius|MV maldives|MW malawi|MX mexico|' +
  'MY malaysia|MZ mozambique|NA namibia|NC new caledonia|NE niger|NF norfolk island|NG nigeria|NI nicaragua|NL holland|' +
  'NL netherlands|NL netherlands kingdom of the|NO norway|NP nepal|NR nauru|NU niue|NZ new zealand|OM oman|PA panama|PE peru|' +
  'PF french polynesia|PG papua new guinea|PH philippines|PK pakistan|PL poland|PM saint pierre and miquelon|PN pitcairn islands|' +
  'PR puerto rico|PS palestine|PS palestine state of|PS state of palestine|PT portugal|PW palau|PY paraguay|QA qatar|RE reunion|' +
  'RO romania|RS serbia|RU russia|RU russian federation|RW rwanda|SA saudi arabia|SB solomon islands|SC seychelles|SD sudan|' +
  'SE sweden|SG singapore|SH saint helena|SI slovenia|SJ svalbard and jan mayen|SK slovakia|SL sierra leone|SM san marino|' +
  'SN senegal|SO somalia|SR suriname|SS south sudan|ST sao tome and principe|SV el salvador|SX sint maarten|SY syria|' +
  'SY syrian arab republic|SZ eswatini|SZ swaziland|TC turks and caicos islands|TD chad|TF french southern territories|TG togo|' +
  'TH thailand|TJ tajikistan|TK tokelau|TL east timor|TL timor leste|TM turkmenistan|TN tunisia|TO tonga|TR turkey|TR turkiye|' +
  'TT trinidad and tobago|TV tuvalu|TW chinese taipei|TW taiwan|TW taiwan province of china|TZ tanzania|' +
  'TZ tanzania united republic of|TZ united republic of tanzania|UA ukraine|UG uganda|UM united states minor outlying islands|' +
  'US u s a|US united states|US united states of america|US usa|UY uruguay|UZ uzbekistan|VA holy see|VA vatican|VA vatican city|' +
  'VC saint vincent and the grenadines|VE bolivarian republic of venezuela|VE venezuela|VE venezuela bolivarian republic of|' +
  'VG british virgin islands|VG virgin islands british|VI us virgin islands|VI virgin islands u s|VN viet nam|VN vietnam|' +
  'VU vanuatu|WF wallis and futuna|WS samoa|XI northern ireland|XK kosovo|YE yemen|YT mayotte|ZA republic of south africa|ZA rsa|' +
  'ZA south africa|ZM zambia|ZW zimbabwe';

/** What names are compared by: letters without accents, capitals and signs, and without the article before them. */
const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/[^a-z]+/g, ' ')
    .trim()
    .replace(/^the /, '');

const codes: ReadonlyMap<string, string> = new Map(names.split('|').map((row) => [plain(row.slice(3)), row.slice(0, 2)]));

/** The code of ISO 3166-1 for an English name of a country; undefined for a region, and for a name in another language. */
export const countryNamed = (name: string): string | undefined => codes.get(plain(name));
