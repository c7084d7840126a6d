-- The roles of a database with orderkit: run it as a superuser, or as the
-- schema's owner who may create roles (CREATEROLE), once per database and again
-- after a migration that adds tables. Then let logins in: GRANT orderkit_app TO
-- shop; and so on.

DO $do$ BEGIN
	IF to_regrole('orderkit_app') IS NULL THEN CREATE ROLE orderkit_app NOLOGIN; END IF;
	IF to_regrole('orderkit_migrate') IS NULL THEN CREATE ROLE orderkit_migrate NOLOGIN; END IF;
	IF to_regrole('orderkit_read') IS NULL THEN CREATE ROLE orderkit_read NOLOGIN; END IF;
	-- Who is no superuser may give things away only to roles that it belongs to.
	IF NOT pg_has_role('orderkit_migrate', 'USAGE') THEN GRANT orderkit_migrate TO CURRENT_USER; END IF;
END $do$;

-- orderkit_migrate owns what is in the schema and runs Migrate.
GRANT ALL ON SCHEMA {s} TO orderkit_migrate;
SELECT set_config('orderkit.schema', {q}, false);
DO $do$
DECLARE
	name text := current_setting('orderkit.schema'); -- written here it could end this text
	x record;
BEGIN
	FOR x IN SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = name::regnamespace AND c.relkind IN ('r', 'v') LOOP
		EXECUTE format('ALTER %s %s.%I OWNER TO orderkit_migrate', CASE x.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, name, x.relname);
	END LOOP;
	FOR x IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = name::regnamespace LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO orderkit_migrate', x.signature);
	END LOOP;
END $do$;

-- orderkit_app is the program: it changes no table, and takes nothing out of the
-- history and journal (log), the inbox or the orders. It may erase people.
GRANT USAGE ON SCHEMA {s} TO orderkit_app;
REVOKE ALL ON ALL TABLES IN SCHEMA {s} FROM orderkit_app;
GRANT SELECT ON ALL TABLES IN SCHEMA {s} TO orderkit_app;
GRANT INSERT ON {s}.orders, {s}.heads, {s}.log, {s}.marks, {s}.people, {s}.inbox, {s}.series TO orderkit_app;
GRANT UPDATE ON {s}.orders, {s}.heads, {s}.marks, {s}.people, {s}.inbox, {s}.series TO orderkit_app;
GRANT DELETE ON {s}.marks, {s}.people TO orderkit_app;
GRANT USAGE ON SEQUENCE {s}.orders_n TO orderkit_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {s} TO orderkit_app, orderkit_read;

-- orderkit_read is for BI tools: the views, and no personal data.
GRANT USAGE ON SCHEMA {s} TO orderkit_read;
GRANT SELECT ON {s}.words, {s}.bi_orders, {s}.bi_lines, {s}.bi_units, {s}.bi_payments, {s}.bi_refunds, {s}.bi_journal, {s}.bi_history, {s}.bi_cases TO orderkit_read;
