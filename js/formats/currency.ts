/** A currency as the form stores it: an ISO 4217 code in `symbol`. */
export interface Currency {
  symbol?: string;
  symbolPosition?: string;
}

/**
 * What `Intl` answers for en-US. A table, because the server's engine has no `Intl`, and the picture and the canvas
 * must show the same text. Other currencies show their code.
 */
export const SYMBOLS: Record<string, string> = {
  AUD: "A$",
  BRL: "R$",
  CAD: "CA$",
  CNY: "CN¥",
  EUR: "€",
  GBP: "£",
  HKD: "HK$",
  ILS: "₪",
  INR: "₹",
  JPY: "¥",
  KRW: "₩",
  MXN: "MX$",
  NZD: "NZ$",
  PHP: "₱",
  TWD: "NT$",
  USD: "$",
  VND: "₫",
  XAF: "FCFA",
  XCD: "EC$",
  XOF: "F\u202fCFA",
  XPF: "CFPF",
};

/** Puts the currency's symbol before or after an already formatted number. */
export function withCurrency(text: string, currency: Currency): string {
  const code = currency.symbol ?? "";
  const symbol = SYMBOLS[code.toUpperCase()] ?? code;
  return currency.symbolPosition === "suffix" ? `${text} ${symbol}` : `${symbol} ${text}`;
}

/** The form may hold an empty currency, or one that is to be found in the data; neither has a symbol to show. */
export function hasSymbol(currency: Currency | null | undefined): currency is Currency {
  return Boolean(currency?.symbol) && currency?.symbol !== "AUTO";
}
