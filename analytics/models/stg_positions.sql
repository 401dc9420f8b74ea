-- One row per position of a profile, in LinkedIn's order. Months are counted from year 0: year * 12 + month - 1;
-- the end is exclusive. A start without a month is January; an end without a month is the start of its year, at
-- least one month after the start, so that 2018 to 2020 is 24 months. Dates that contradict each other are no dates.
with listed as (
  select
    lead.id as lead_id,
    ordinality::integer as position_no,
    entry ->> 'title' as title,
    entry ->> 'companyName' as company_name,
    entry ->> 'companyUrn' as company_urn,
    entry ->> 'location' as location,
    entry ->> 'description' as description,
    (entry #>> '{start,year}')::integer * 12 + coalesce((entry #>> '{start,month}')::integer, 1) - 1 as starts,
    (entry #>> '{end,year}')::integer * 12 as end_year,
    (entry #>> '{end,month}')::integer as end_month
  from lead, jsonb_array_elements(lead.profile -> 'positions') with ordinality as positions (entry, ordinality)
),
dated as (
  select
    *,
    -- greatest() passes over null: without a year there is no end.
    case
      when end_month is not null then end_year + end_month
      when end_year is not null then greatest(end_year, starts + 1)
    end as ends
  from listed
)
select
  lead_id,
  position_no,
  title,
  company_name,
  company_urn,
  location,
  description,
  case when ends is null or ends > starts then starts end as start_month,
  case when ends > starts then ends end as end_month
from dated
