-- One row per lead, with its profile's plain fields.
select
  id as lead_id,
  public_id,
  urn,
  state,
  closed_reason,
  discovered_at,
  enriched_at,
  profile ->> 'fullName' as full_name,
  profile ->> 'headline' as headline,
  profile ->> 'summary' as summary,
  profile ->> 'locationName' as location_name,
  profile ->> 'geoUrn' as geo_urn,
  profile ->> 'countryCode' as country_code,
  profile ->> 'industry' as industry,
  profile ->> 'distance' as connection_distance,
  (profile ->> 'degree')::integer as connection_degree
from lead
