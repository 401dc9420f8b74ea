-- The training set: one row per deal that reached PENDING, with what its profile said. Features that depend on a
-- date are as of the invitation, so that nothing the model could not have known leaks in.
with deals as (
  select
    *,
    -- Exclusive, so that the month of the invitation counts.
    (extract(year from pending_at at time zone 'UTC') * 12
      + extract(month from pending_at at time zone 'UTC'))::integer as as_of_month
  from stg_deals
  where pending_at is not null
),
positions as (
  select
    deals.deal_id,
    stg_positions.*,
    case
      when start_month < as_of_month
        then int4range(start_month, least(coalesce(end_month, as_of_month), as_of_month))
    end as held,
    coalesce(start_month < as_of_month and (end_month is null or end_month > as_of_month), false) as is_current
  from deals
  inner join stg_positions using (lead_id)
),
experience as (
  select deal_id, sum(upper(stretch) - lower(stretch)) as months
  from (select deal_id, unnest(range_agg(held)) as stretch from positions where held is not null group by deal_id) as merged
  group by deal_id
),
careers as (
  select
    deal_id,
    count(*)::integer as num_positions,
    count(distinct coalesce(company_urn, lower(company_name)))::integer as num_distinct_companies,
    avg((description is not null)::integer)::double precision as positions_with_description_ratio,
    count(distinct lower(location))::integer as num_position_locations,
    coalesce(sum(length(description)), 0)::integer as total_description_length,
    bool_or(description is not null) as has_position_descriptions,
    bool_or(company_name is not null) as has_company,
    bool_or(is_current) as is_currently_employed,
    avg(length(title))::double precision as avg_title_length,
    (array_agg(upper(held) - lower(held) order by start_month desc, position_no) filter (where is_current))[1]
      as current_position_tenure_months,
    avg(upper(held) - lower(held))::double precision as avg_position_tenure_months,
    max(upper(held) - lower(held)) as longest_tenure_months,
    string_agg(
      nullif(concat_ws(' ', nullif(title, ''), nullif(company_name, ''), nullif(location, ''), nullif(description, '')), ''),
      ' ' order by position_no
    ) as career_text
  from positions
  group by deal_id
),
studies as (
  select
    lead_id,
    count(*)::integer as num_educations,
    bool_or(degree is not null) as has_education_degree,
    bool_or(field_of_study is not null) as has_field_of_study,
    count(degree) > 1 as has_multiple_degrees,
    string_agg(
      nullif(concat_ws(' ', nullif(school_name, ''), nullif(degree, ''), nullif(field_of_study, '')), ''),
      ' ' order by education_no
    ) as study_text
  from stg_educations
  group by lead_id
)
select
  deals.deal_id,
  deals.lead_id,
  deals.campaign_id,
  deals.pending_at,
  deals.connected_at is not null as accepted,
  deals.connected_at is not null or deals.state = 'FAILED' as is_settled,
  leads.connection_degree,
  coalesce(careers.num_positions, 0) as num_positions,
  coalesce(studies.num_educations, 0) as num_educations,
  leads.summary is not null as has_summary,
  coalesce(length(leads.headline), 0) as headline_length,
  coalesce(length(leads.summary), 0) as summary_length,
  leads.industry is not null as has_industry,
  leads.geo_urn is not null as has_geo,
  leads.location_name is not null as has_location,
  coalesce(careers.has_company, false) as has_company,
  coalesce(careers.num_distinct_companies, 0) as num_distinct_companies,
  coalesce(careers.positions_with_description_ratio, 0) as positions_with_description_ratio,
  coalesce(careers.num_position_locations, 0) as num_position_locations,
  coalesce(careers.total_description_length, 0) as total_description_length,
  coalesce(careers.has_position_descriptions, false) as has_position_descriptions,
  coalesce(careers.is_currently_employed, false) as is_currently_employed,
  careers.avg_title_length,
  experience.months / 12.0::double precision as years_experience,
  careers.current_position_tenure_months,
  careers.avg_position_tenure_months,
  careers.longest_tenure_months,
  coalesce(studies.has_education_degree, false) as has_education_degree,
  coalesce(studies.has_field_of_study, false) as has_field_of_study,
  coalesce(studies.has_multiple_degrees, false) as has_multiple_degrees,
  lower(concat_ws(' ',
    nullif(leads.headline, ''), nullif(leads.summary, ''), nullif(leads.location_name, ''), nullif(leads.industry, ''),
    careers.career_text, studies.study_text)) as profile_text
from deals
inner join stg_leads as leads using (lead_id)
left join careers using (deal_id)
left join experience using (deal_id)
left join studies on studies.lead_id = deals.lead_id
