-- One row per change of a deal's state, in order.
select
  id as transition_id,
  deal_id,
  from_state,
  to_state,
  at as changed_at,
  lead(at) over (partition by deal_id order by id) as left_at
from deal_transition
