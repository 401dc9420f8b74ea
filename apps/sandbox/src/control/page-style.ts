/** The look of the control page: apart from that of the simulated site, so that nobody mistakes one for the other. */
export const CONTROL_STYLE = `
:root{color-scheme:light dark;--ink:#1b2430;--soft:#5d6b7b;--line:#d9dfe7;--paper:#fff;--ground:#f3f5f8;--on:#1a7f4b;--accent:#6b3fa0}
@media(prefers-color-scheme:dark){:root{--ink:#e7ebf1;--soft:#9aa8b8;--line:#333d4a;--paper:#1c232d;--ground:#12171e;--on:#4cc488;--accent:#b794f0}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
header,main{max-width:1120px;margin:0 auto;padding:20px 24px}
h1{font-size:24px;margin:0}h2{font-size:17px;margin:0 0 10px}p{margin:4px 0}
.soft{color:var(--soft)}.error{background:#b3321f;color:#fff;border-radius:8px;padding:8px 14px}
section{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:18px 20px;margin-bottom:18px}
form{margin:0}.line{display:flex;flex-wrap:wrap;gap:10px;align-items:end}
label{display:grid;gap:2px;font-size:13px;color:var(--soft)}
input,button{font:inherit;border:1px solid var(--line);border-radius:7px;padding:6px 10px;background:var(--paper);color:var(--ink)}
button{cursor:pointer}button:hover{border-color:var(--accent)}.primary{background:var(--accent);border-color:var(--accent);color:var(--paper)}
table{width:100%;border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:7px 10px 7px 0;border-top:1px solid var(--line)}
th{font-size:13px;color:var(--soft);font-weight:600;border-top:0}td.act{white-space:nowrap;text-align:right;padding-right:0}td.act form{display:inline}
code{font:13px/1.4 ui-monospace,"DejaVu Sans Mono",monospace}.chip{display:inline-block;border:1px solid var(--on);color:var(--on);border-radius:10px;padding:0 8px;font-size:12.5px;margin-right:4px}
.facts{font-size:12.5px;color:var(--soft)}details>summary{cursor:pointer;font-weight:600;font-size:17px}details[open]>summary{margin-bottom:8px}
.scroll{overflow-x:auto}a{color:var(--accent)}
`;
