import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import { addFinishedLeads, seedLargeWorld, settle, withoutGuards } from './large-world.ts';
import { openLeads, type WorldSize } from './world-size.ts';

/** People with a vector and a vivid past. More vectors would only fill the disk: the graph that finds similar ones grows with their logarithm. */
const VIVID = 20_000;
/** In the text of so many of the rest is a word that nobody else has. */
const RARE_EVERY = 50_000;
const EVENTS_EACH = 5;
/** Of the people who were written to, one in so many answered. */
const REPLY_EVERY = 10;

const nth = (words: string): RawBuilder<string> =>
  sql`(string_to_array(${words}, ','))[1 + (hashint4(n) & 2147483647) % ${words.split(',').length}::int]`;

const FIRST = 'Ana,Bram,Celia,Dario,Elin,Farid,Greta,Hugo,Ines,Jonas,Kaya,Lars,Mira';
const LAST =
  'Almeida,Berg,Castel,Dahl,Eriksen,Fonseca,Ivanova,Jansen,Moreau,Okafor,Pereira,Rossi,Vos,Lund,Nyberg,Teixeira,Kovac';
const TITLE =
  'Head of Operations,Maintenance Manager,Site Manager,Asset Manager,Data Engineer,Procurement Lead,Sales Director,Accountant,Nurse';
const COMPANY =
  'Nordhav Wind,Aldermark Energy,Kestrel Turbines,Brisa Alta,Halden Offshore,Sundvik Kraft,Lumo Grid';

/** A profile of usual length for the n-th person. */
const PROFILE = sql`jsonb_build_object('fullName', ${nth(FIRST)} || ' ' || ${nth(LAST)} || ' ' || (n % 997),
  'firstName', ${nth(FIRST)}, 'lastName', ${nth(LAST)}, 'headline', ${nth(TITLE)} || ' at ' || ${nth(COMPANY)},
  'summary', repeat('I keep turbines turning: planned work, spare parts, and the people who climb. ', 6),
  'locationName', case n % 5 when 0 then 'Lisbon, Portugal' when 1 then 'Bergen, Norway' else 'Hamburg, Germany' end,
  'countryCode', case n % 5 when 0 then 'pt' when 1 then 'no' else 'de' end,
  'industry', case when n % ${RARE_EVERY}::int = 7 then 'Zymurgy' else 'Renewable energy' end,
  'positions', jsonb_build_array(jsonb_build_object('title', ${nth(TITLE)}, 'companyName', case when n % 50 > 0 then ${nth(COMPANY)} end,
    'companyUrn', null, 'location', null, 'description', repeat('Crews, permits, spare parts. ', 8),
    'start', jsonb_build_object('year', 2019, 'month', 4), 'end', null)),
  'educations', '[]'::jsonb, 'degree', 2)`;

/** Fills an empty schema with a world whose pages have something to show. */
export async function seedPageWorld(
  db: Database,
  size: WorldSize,
  model: string,
  now: Date,
  vivid = VIVID,
): Promise<void> {
  await seedLargeWorld(db, size, model, now);
  await addFinishedLeads(db, Math.max(0, size.leads - openLeads(size)), now, PROFILE);
  for (const statement of vividPast(vivid, model, now)) await withoutGuards(db, statement);
  await settle(db);
}

function vividPast(count: number, model: string, now: Date): RawBuilder<unknown>[] {
  const vivid = sql`(select id, row_number() over (order by id desc)::int as place from lead
    where public_id like 'finished-%' order by id desc limit ${count}::int)`;
  return [
    sql`insert into embedding (lead_id, model, vector, created_at)
      select id, ${model}, (select array_agg(sin(vivid.id % 97 * k + vivid.id * 0.01)) from generate_series(1, 384) k)::real[]::public.vector, ${now}
      from ${vivid} vivid`,
    sql`insert into event (at, kind, campaign_id, lead_id, detail)
      select ${now}::timestamptz - make_interval(mins => place), case k when 1 then 'lead.qualified' else 'invite.sent' end,
        1, id, 'As the profile says.'
      from ${vivid} vivid, generate_series(1, ${EVENTS_EACH}::int) k`,
    sql`insert into thread_message (account_id, lead_id, from_self, text, sent_at, read_at)
      select deal.account_id, deal.lead_id, false, 'Thank you, let us talk in May.',
        ${now}::timestamptz - make_interval(mins => deal.id % 40000), ${now}
      from deal where state = 'COMPLETED' and hashint4(deal.id) % ${REPLY_EVERY}::int = 0`,
    // A call for each verdict of the language model.
    sql`insert into llm_call (campaign_id, purpose, model, prompt_tokens, completion_tokens, at)
      select campaign_id, 'verdict', 'm', 800, 60, created_at from verdict where source = 'llm'`,
    // The last thirty days were as busy as the limits of the accounts let them be.
    sql`update deal set pending_at = ${now}::timestamptz - make_interval(mins => deal.id * 7 % 43200),
        connected_at = case when connected_at is not null then ${now}::timestamptz - make_interval(mins => deal.id * 7 % 43200 / 2) end
      where state in ('COMPLETED', 'FAILED') and id % 20 = 0`,
  ];
}
