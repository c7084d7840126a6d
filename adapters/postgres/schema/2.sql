-- What is stored, as BI tools can read it. The views read orders as they are now;
-- they unpack every order that they touch, about half a millisecond each, so
-- reports over very many orders belong into a materialized view of the host's.

-- The text of what is squeezed, of the order with the ID own (see squeeze.go).
CREATE FUNCTION spread(data bytea, own text) RETURNS text LANGUAGE plpgsql STABLE STRICT SET search_path FROM CURRENT AS $$
DECLARE
	made bytea; -- the end of the text
	done bytea := ''; -- what stands before it
	more bytea;
	skip int;
	size int := octet_length(data);
	at   int := 1;
	n    int;
	back int;
BEGIN
	SELECT w.words || convert_to(own, 'UTF8') INTO STRICT made FROM words w WHERE w.version = get_byte(data, 0);
	skip := octet_length(made);
	data := data || ''; -- else it is read anew for every byte
	WHILE at < size LOOP
		IF octet_length(made) > 100000 THEN -- nothing refers to it, and appending copies all of it
			done := done || substring(made FOR octet_length(made) - 65535);
			made := substring(made FROM octet_length(made) - 65534);
		END IF;
		n := get_byte(data, at);
		IF n < 128 THEN
			made := made || substring(data FROM at + 2 FOR n + 1);
			at := at + n + 2;
			CONTINUE;
		END IF;
		IF n = 255 THEN
			n := get_byte(data, at + 1) * 256 + get_byte(data, at + 2);
			at := at + 2;
		ELSE
			n := n - 124;
		END IF;
		back := get_byte(data, at + 1) * 256 + get_byte(data, at + 2);
		at := at + 3;
		IF back NOT BETWEEN 1 AND octet_length(made) THEN
			RAISE EXCEPTION 'the stored text is damaged';
		END IF;
		more := substring(made FROM octet_length(made) - back + 1 FOR least(n, back));
		WHILE octet_length(more) < n LOOP
			more := more || more; -- it overlaps what it makes
		END LOOP;
		made := made || substring(more FOR n);
	END LOOP;
	RETURN replace(convert_from(substring(done || made FROM skip + 1), 'UTF8'), E'\x01', '\ufffd');
END
$$;

-- A time as it stands in JSON.
CREATE FUNCTION at(text text) RETURNS timestamptz LANGUAGE sql STABLE STRICT AS $$
	SELECT nullif(text, '0001-01-01T00:00:00Z')::timestamptz
$$;

-- One row per order: its documents as JSON besides what it is listed by. OFFSET 0
-- lets a view name one many times and unpack it once.
CREATE VIEW order_documents AS
	SELECT o.n, o.id, h.version, head.head, goods.goods
	FROM orders o JOIN heads h ON h.n = o.n, LATERAL (SELECT spread(h.head, o.id)::json AS head OFFSET 0) head,
		LATERAL (SELECT spread(h.goods, o.id)::json AS goods OFFSET 0) goods;

CREATE VIEW bi_orders AS
	SELECT d.id AS order_id, o.channel, o.number, o.customer, d.version,
		at(d.goods->>'placed') AS placed, at(d.head->>'changed') AS changed, d.goods->>'currency' AS currency,
		d.goods->>'transaction' AS transaction, d.head->>'hold' AS hold, d.head->>'quarantine' AS quarantine,
		coalesce((SELECT sum((a->'amount'->>'amount')::numeric) FROM json_array_elements(d.head->'accounts') a WHERE a->>'account' = 'customer'), 0) AS owed,
		json_array_length(d.goods->'lines') AS lines, o.stage AS case_stage,
		to_timestamp(h.due / 1e9) AS due
	FROM order_documents d JOIN orders o ON o.n = d.n JOIN heads h ON h.n = d.n;

CREATE VIEW bi_lines AS
	SELECT d.id AS order_id, l.value->>'id' AS line, l.value->>'sku' AS sku, l.value->>'title' AS title, l.value->>'type' AS type, l.value->>'of' AS of_line,
		(l.value->'price'->>'quantity')::numeric AS quantity, l.value->'price'->'gross'->>'currency' AS currency,
		(l.value->'price'->>'unit')::numeric AS unit_price, (l.value->'price'->'discount'->>'amount')::numeric AS discount,
		(l.value->'price'->'net'->>'amount')::numeric AS net, (l.value->'price'->'tax'->>'amount')::numeric AS tax,
		(l.value->'price'->'gross'->>'amount')::numeric AS gross
	FROM order_documents d, json_array_elements(CASE WHEN json_typeof(d.goods->'lines') = 'array' THEN d.goods->'lines' END) l;

-- One row per run of neighbouring units of a line that share a state.
CREATE VIEW bi_units AS
	SELECT d.id AS order_id, l.goods->>'id' AS line, (r->>'first')::bigint AS first_unit, (r->>'count')::bigint AS units,
		r->>'state' AS state, r->>'phase' AS phase, at(r->>'entered') AS entered, r->>'held' AS held
	FROM order_documents d, ROWS FROM (json_array_elements(CASE WHEN json_typeof(d.head->'lines') = 'array' THEN d.head->'lines' END),
			json_array_elements(CASE WHEN json_typeof(d.goods->'lines') = 'array' THEN d.goods->'lines' END)) AS l(line, goods),
		json_array_elements(CASE WHEN json_typeof(l.line->'runs') = 'array' THEN l.line->'runs' END) r;

CREATE VIEW bi_payments AS
	SELECT d.id AS order_id, p->>'id' AS payment, p->>'gateway' AS gateway, p->>'ref' AS ref, p->'authorized'->>'currency' AS currency,
		(p->'authorized'->>'amount')::numeric AS authorized, (p->'captured'->>'amount')::numeric AS captured,
		(p->'voided'->>'amount')::numeric AS voided, (p->'refunded'->>'amount')::numeric AS refunded,
		(p->'chargedBack'->>'amount')::numeric AS charged_back, at(p->>'expires') AS expires
	FROM order_documents d, json_array_elements(d.head->'payments') p;

CREATE VIEW bi_refunds AS
	SELECT d.id AS order_id, p->>'id' AS payment, p->>'gateway' AS gateway, x->>'ref' AS ref, at(x->>'at') AS at,
		(x->'amount'->>'amount')::numeric AS amount, x->'amount'->>'currency' AS currency
	FROM order_documents d, json_array_elements(d.head->'payments') p, json_array_elements(p->'ops') x
	WHERE x->>'kind' = 'refund';

-- One row per posting of a journal entry: a positive amount is a debit.
CREATE VIEW bi_journal AS
	SELECT o.id AS order_id, (e->>'no')::bigint AS entry, at(e->>'at') AS at, (e->>'event')::bigint AS event, e->>'what' AS what, e->>'ref' AS ref,
		x->>'account' AS account, (x->'amount'->>'amount')::numeric AS amount, x->'amount'->>'currency' AS currency
	FROM log l JOIN orders o ON o.n = l.n, LATERAL (SELECT spread(l.what, o.id)::json AS what OFFSET 0) w,
		json_array_elements(w.what->'entries') e, json_array_elements(e->'postings') x;

-- One row per event of the history.
CREATE VIEW bi_history AS
	SELECT o.id AS order_id, (e->>'no')::bigint AS event, at(e->>'at') AS at, e->>'kind' AS kind, e->>'action' AS action,
		e->'actor'->>'role' AS role, e->'actor'->>'id' AS actor, e->>'key' AS key, e->>'why' AS why, e->>'step' AS step, e->>'outcome' AS outcome, e AS event_json
	FROM log l JOIN orders o ON o.n = l.n, LATERAL (SELECT spread(l.what, o.id)::json AS what OFFSET 0) w, json_array_elements(w.what->'events') e
	WHERE l.first IS NOT NULL;

CREATE VIEW bi_cases AS
	SELECT d.id AS order_id, (c->>'no')::bigint AS case_no, (c->>'stage')::int AS stage, c->>'code' AS code, c->>'reason' AS reason,
		at(c->>'opened') AS opened, (c->'amount'->>'amount')::numeric AS amount, c->'amount'->>'currency' AS currency, c->>'ref' AS ref
	FROM order_documents d, json_array_elements(d.head->'cases') c;
