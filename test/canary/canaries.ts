/** Secrets to plant. Each has its own letters, so that a find says which it is, and characters that encodings change. */
export const canaries = {
  word: `wOrd Qx1+7/"it's"&é`,
  password: 'pAss\\Qx2 "w/+&?=é%20',
  apiKey: 'kEy-Qx3 ~ñ/+=&<b>"\\n"',
  token: `tOk'Qx4 a+b/c "d"&é`,
  envPassword: 'eNv Qx5 \\\\ "ö" / + &',
  template: `tEmpl "Qx6" a/b+c&d é's`,
  config: `cOnf Qx7 "é" + / & 'z'`,
  userInfo: `uSer:Qx8 p@ss/+&"é"`,
  asked: `aSked Qx9 "+/&" é \\`,
  answered: `fIle Qx10 '+/&' "é"`,
  variable: `vAr Qx11 "+/&é" \\t`,
  typed: `tYped Qx12 +/&"x"`,
  setting: `sEt Qx13 "+/&é"`,
  thrown: `tHrow Qx14 "a\\b" +/&é`,
  result: `rEs Qx15 "{x}" +/&é`,
  tooShort: `bAd Qx16 'é' "+/&"`,
  misspelt: `lIne Qx17 "é" +/& \\`,
  snippet: `sNip Qx18 'é' "+/&" s`,
  included: `iNcl Qx19 "é" '+/&' i`,
  short: '§¿¶',
  long: Array.from({ length: 125 }, (_, at) => `Lg${at.toString(36).padStart(3, '0')}"é+`).join(''),
  pem: [
    '-----BEGIN HERO TEST KEY-----',
    'MIIEvQIBADANQx21gkqhkiG9w0BAQEFAASC+/aZ"é&',
    'bKcwggSjAgEAAoIBAQC7Qx21VJTUt9Us8c+/==',
    '-----END HERO TEST KEY-----',
  ].join('\n'),
  /** Ends as it begins. */
  border: 'bRd+Qx22 é"/&bRd',
} as const;

export type Canary = keyof typeof canaries;

/** The ways to write a secret that a program may use. */
export function formsOf(secret: string): Record<string, string> {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(secret);
  return {
    plain: secret,
    base64,
    'base64 for URLs': bytes.toString('base64url'),
    hex: bytes.toString('hex'),
    HEX: bytes.toString('hex').toUpperCase(),
    URL: url,
    'URL with +': url.replaceAll('%20', '+'),
    'strict URL': url.replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`),
    'URL in small letters': url.replace(/%../g, code => code.toLowerCase()),
    'lenient URL': encodeURI(secret),
    JSON: json,
    'JSON in JSON': JSON.stringify(json).slice(1, -1),
    'ASCII JSON': json.replace(/[^ -~]/g, mark => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`),
    "script with '": secret.replaceAll('\\', '\\\\').replaceAll("'", "\\'"),
    'script with "': secret.replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
    ...piecesOf(secret),
  };
}

/** Of a long secret a piece is too much already. */
function piecesOf(secret: string): Record<string, string> {
  if (secret.length < 60) return {};
  const middle = Math.floor(secret.length / 2);
  return {
    beginning: secret.split('\n')[1]?.slice(0, 24) ?? secret.slice(0, 24),
    middle: secret.slice(middle, middle + 24),
    end: secret.split('\n').at(-2)?.slice(-24) ?? secret.slice(-24),
  };
}
