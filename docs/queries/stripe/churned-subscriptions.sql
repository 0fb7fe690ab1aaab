-- How many subscriptions ended each month, and how long had they lasted?
--
-- A cancelled subscription stays in its table with the status canceled; one that is to end with its period has not ended yet.
SELECT
    CAST(date_trunc('month', to_timestamp(ended_at)) AS DATE) AS "month",
    count(*) AS ended,
    count(DISTINCT customer) AS customers,
    CAST(avg((ended_at - start_date) / 86400.0) AS DECIMAL(10, 1)) AS days_on_average
FROM subscriptions
WHERE status = 'canceled' AND ended_at IS NOT NULL
GROUP BY "month"
ORDER BY "month" DESC;
