/** Shown in full before the real site is chosen; the same as in README.md. */
export const RISK_NOTICE = `Automating LinkedIn breaks its user agreement, and accounts that do it get
restricted or closed. Fairlead keeps a careful pace and stops at the first
challenge, but it is not undetectable and does not claim to be. It never
solves a captcha, uses no proxies to hide and no fake accounts. You alone
carry the risk for the account you use, and you are responsible for the
consent and privacy rules that apply to the people you contact.

If that is not acceptable, stay with the sandbox.

Fairlead is an independent project, not affiliated with LinkedIn.`;
