/** A page that is measured. */
export interface BenchPage {
  /** The address, or its pattern where it holds an id. */
  name: string;
  path: string;
  /** Must be in the answer: a page that shows nothing is no measurement. */
  shows: string;
}

/** Ids in the world that is measured. */
export interface PageIds {
  vividLead: number;
  conversation: number;
}

const NOBODY = 'Nobody';
const SOMEBODY = 'row-link';

/** Every page and list, with its filters and orders, with searches that find much, little and nothing. */
export function pagesOf({ vividLead, conversation }: PageIds): BenchPage[] {
  const leads = (query: string, shows = SOMEBODY): BenchPage => ({
    name: `/leads?${query}`,
    path: `/leads?${query}`,
    shows,
  });
  const plain = (path: string, shows: string): BenchPage => ({ name: path, path, shows });
  return [
    plain('/', 'Funnel'),
    plain('/?campaign=1', 'Funnel'),
    plain('/leads', SOMEBODY),
    ...['oldest', 'name', 'read'].map((sort) => leads(`sort=${sort}`)),
    ...['url-only', 'enriched', 'promoted', 'disqualified'].map((state) => leads(`state=${state}`)),
    leads('q=manager'),
    leads('q=zymurgy'),
    leads('q=xylophone', NOBODY),
    leads('q=ana+nordhav'),
    leads('q=manager+nurse', ''),
    leads('q=operations+manager&sort=name', ''),
    leads('q=read'),
    leads('q=finished+777777', ''),
    leads('campaign=1'),
    leads('campaign=1&verdict=yes'),
    leads('campaign=1&verdict=no&sort=name'),
    leads('campaign=1&verdict=none'),
    leads('verdict=yes'),
    leads('verdict=no&source=llm'),
    leads('verdict=none', ''),
    leads('source=human', NOBODY),
    leads('country=no'),
    leads('country=zz', NOBODY),
    leads('company=no'),
    leads('company=yes&country=pt&sort=name'),
    leads('state=promoted&q=nurse&verdict=yes&campaign=2', ''),
    leads('state=url-only&sort=name'),
    { name: '/leads/:id', path: `/leads/${vividLead}`, shows: 'Timeline' },
    plain('/deals', 'board'),
    plain('/deals?campaign=1', 'board'),
    ...['NEW', 'PENDING', 'CONNECTED', 'COMPLETED', 'FAILED'].map((state) =>
      plain(`/deals?state=${state}`, 'deal-name'),
    ),
    ...['all', 'unread', 'replied'].map((show) => plain(`/inbox?show=${show}`, SOMEBODY)),
    { name: '/inbox/:id', path: `/inbox/${conversation}`, shows: 'let us talk' },
    plain('/campaigns', 'Campaign 1'),
    plain('/campaigns/1/model', 'Model'),
    plain('/accounts', 'operator-1'),
    plain('/activity', 'Invitation sent'),
    plain('/data', 'Model snapshots'),
    ...['leads', 'embeddings', 'verdicts', 'deals', 'actions'].map((table) =>
      plain(`/data/${table}`, 'data-link'),
    ),
    plain('/data/raw-profiles', 'Raw profiles'),
    plain('/data/leads?q=manager', 'data-link'),
    plain(`/data/verdicts?by=lead_id&value=${vividLead}`, 'data-link'),
    { name: '/data/leads/:id', path: `/data/leads/${vividLead}`, shows: 'From here' },
  ];
}

/** The address of the next page, from the page's own link; null where it has none. */
export function nextPathIn(body: string): string | null {
  const found = /href="([^"]+)" rel="next"/.exec(body)?.[1];
  return found?.replaceAll('&amp;', '&') ?? null;
}
