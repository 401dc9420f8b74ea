-- One row per education of a profile, in LinkedIn's order.
select
  lead.id as lead_id,
  ordinality::integer as education_no,
  entry ->> 'schoolName' as school_name,
  entry ->> 'degree' as degree,
  entry ->> 'field' as field_of_study
from lead, jsonb_array_elements(lead.profile -> 'educations') with ordinality as educations (entry, ordinality)
