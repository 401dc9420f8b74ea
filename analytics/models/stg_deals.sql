-- One row per deal.
select
  deal.id as deal_id,
  deal.lead_id,
  deal.campaign_id,
  campaign.name as campaign_name,
  deal.account_id,
  deal.state,
  deal.closing_reason,
  deal.score,
  deal.created_at,
  deal.pending_at,
  deal.connected_at,
  deal.completed_at,
  deal.failed_at
from deal
inner join campaign on campaign.id = deal.campaign_id
