import { stem, words } from '../world/words.ts';

function stemSet(text: string): ReadonlySet<string> {
  return new Set(words(text).map(stem));
}

/** Words that say what a person does. */
const FUNCTIONS = stemSet(
  'operations maintenance asset site sales marketing hr human resources finance procurement purchasing engineering it product project design legal quality logistics production recruiting recruiter nursing research data security',
);
/** Words that say how far up. */
const LEADERS = stemSet(
  'manager head director lead leader chief vp owner founder supervisor superintendent executive',
);
/** Of those, the ones that count in a title: a lead technician leads a shift. */
const LEVELS = stemSet('manager head director leader chief executive supervisor owner founder vp');

/** Words that say nothing about the field. */
const FILLERS = stemSet(
  'a an and at by for from in of on or the to with who which that run runs running work works working company companies firm firms people person team teams business organisation organization decision maker makers senior junior responsible they their we our us all any based located mid size sized large small medium',
);

const EUROPE = 'at be bg ch cy cz de dk ee es fi fr gb gr hr hu ie is it lt lu lv mt nl no pl pt ro se si sk';
const COUNTRY_NAMES: Readonly<Record<string, string>> = {
  at: 'austria',
  de: 'germany',
  dk: 'denmark',
  es: 'spain',
  fi: 'finland',
  fr: 'france',
  gb: 'united kingdom',
  gr: 'greece',
  ie: 'ireland',
  it: 'italy',
  nl: 'netherlands',
  no: 'norway',
  pl: 'poland',
  pt: 'portugal',
  ro: 'romania',
  se: 'sweden',
  us: 'united states',
  ca: 'canada',
  br: 'brazil',
  mx: 'mexico',
  in: 'india',
  jp: 'japan',
  au: 'australia',
  za: 'south africa',
  ke: 'kenya',
  tr: 'türkiye',
  ae: 'united arab emirates',
  be: 'belgium',
  ch: 'switzerland',
};
const REGIONS: Readonly<Record<string, string>> = {
  europe: EUROPE,
  european: EUROPE,
  eu: EUROPE,
  dach: 'de at ch',
  nordics: 'dk se no fi is',
  scandinavia: 'dk se no',
  iberia: 'es pt',
  benelux: 'be nl lu',
  'north america': 'us ca',
  'latin america': 'br mx',
  asia: 'in jp',
  africa: 'za ke',
  uk: 'gb',
  usa: 'us',
};

/** An objective, taken apart. Stems, except `places`: country codes. */
export interface Aim {
  functions: ReadonlySet<string>;
  wantsLeaders: boolean;
  topics: ReadonlySet<string>;
  /** Empty: anywhere. */
  places: ReadonlySet<string>;
  /** The topics and functions as written, in order, for keywords. */
  topicWords: readonly string[];
  functionWords: readonly string[];
  placeNames: readonly string[];
}

export function parseAim(objective: string): Aim {
  const places = placesIn(objective);
  const placeWords = new Set([...Object.keys(REGIONS), ...Object.values(COUNTRY_NAMES)].flatMap(words));
  const plain = words(objective).filter((word) => !placeWords.has(word) && !FILLERS.has(stem(word)));
  const functionWords = plain.filter((word) => FUNCTIONS.has(stem(word)));
  const topicWords = plain.filter((word) => !FUNCTIONS.has(stem(word)) && !LEADERS.has(stem(word)));
  return {
    functions: new Set(functionWords.map(stem)),
    wantsLeaders: plain.some((word) => LEADERS.has(stem(word))),
    topics: new Set(topicWords.map(stem)),
    places,
    functionWords: [...new Set(functionWords)],
    topicWords: [...new Set(topicWords)],
    placeNames: [...places].flatMap((code) => COUNTRY_NAMES[code] ?? []),
  };
}

/** Country codes a text names, itself or by region. */
export function placesIn(text: string): Set<string> {
  const normal = ` ${words(text).join(' ')} `;
  const names = (name: string): boolean => normal.includes(` ${words(name).join(' ')} `);
  const regions = Object.entries(REGIONS).flatMap(([name, codes]) => (names(name) ? codes.split(' ') : []));
  const countries = Object.entries(COUNTRY_NAMES).flatMap(([code, name]) => (names(name) ? [code] : []));
  return new Set([...regions, ...countries]);
}

export function isLeader(stems: ReadonlySet<string>): boolean {
  return [...LEVELS].some((level) => stems.has(level));
}
