-- How much came in each month, in each currency, after refunds?
--
-- Stripe counts in a currency's smallest unit: cents, but whole yen and thousandths of a dinar. A month is that of the payment, in UTC, also for what was
-- refunded later.
WITH currencies AS (
    SELECT DISTINCT currency,
        CASE
            WHEN currency IN ('bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf') THEN 1
            WHEN currency IN ('bhd', 'jod', 'kwd', 'omr', 'tnd') THEN 1000
            ELSE 100
        END AS units
    FROM charges
)
SELECT
    CAST(date_trunc('month', to_timestamp(created)) AS DATE) AS "month",
    currency,
    count(*) AS payments,
    CAST(sum(amount_captured) / units AS DECIMAL(18, 2)) AS paid,
    CAST(sum(amount_refunded) / units AS DECIMAL(18, 2)) AS refunded,
    CAST(sum(amount_captured - amount_refunded) / units AS DECIMAL(18, 2)) AS revenue
FROM charges
JOIN currencies USING (currency)
WHERE status = 'succeeded'
GROUP BY "month", currency, units
ORDER BY "month" DESC, currency;
