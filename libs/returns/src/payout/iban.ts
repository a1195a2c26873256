/** True for an IBAN whose check digits are right (ISO 13616, ISO 7064 MOD 97-10); in capitals, without spaces. */
export const isIban = (text: string): boolean => {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  const digits = Array.from(text.slice(4) + text.slice(0, 4), (character) => String(Number.parseInt(character, 36))).join('');
  return BigInt(digits) % 97n === 1n;
};
