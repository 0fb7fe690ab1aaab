-- Which share of the payments failed each month, and for how many customers?
SELECT
    CAST(date_trunc('month', to_timestamp(created)) AS DATE) AS "month",
    count(*) AS payments,
    count(*) FILTER (WHERE status = 'failed') AS failed,
    CAST(100.0 * count(*) FILTER (WHERE status = 'failed') / count(*) AS DECIMAL(5, 1)) AS percent,
    count(DISTINCT CASE WHEN status = 'failed' THEN customer END) AS customers
FROM charges
GROUP BY "month"
ORDER BY "month" DESC;
