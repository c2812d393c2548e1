-- The tables of lists are WITHOUT ROWID, so that a row costs one write and not two, and the counts are kept by triggers.
-- Drizzle can say neither. A count stands at the quarter of a day that an appointment starts in: quarters are numbered from
-- the year 0 (62167219200000 ms before 1970), 21600000 ms each, 128 of them in a row.

CREATE TABLE `new_appointments` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`title` text NOT NULL,
	`title_key` text NOT NULL,
	`description` text,
	`status` text NOT NULL,
	`scheduled_at` integer NOT NULL,
	`duration_minutes` integer NOT NULL,
	`department_id` text NOT NULL,
	`department_name` text,
	`user_id` text NOT NULL,
	`user_name` text,
	`customer_id` text NOT NULL,
	`customer_name` text NOT NULL,
	`customer_name_key` text NOT NULL,
	`customer_email` text,
	`customer_phone` text,
	`notes` text,
	`cancellation_reason` text,
	`inserted_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `new_appointments` (`tenant`, `id`, `version`, `title`, `title_key`, `description`, `status`, `scheduled_at`, `duration_minutes`, `department_id`, `department_name`, `user_id`, `user_name`, `customer_id`, `customer_name`, `customer_name_key`, `customer_email`, `customer_phone`, `notes`, `cancellation_reason`, `inserted_at`, `updated_at`)
SELECT `tenant`, `id`, `version`, `title`, `title_key`, `description`, `status`, `scheduled_at`, `duration_minutes`, `department_id`, `department_name`, `user_id`, `user_name`, `customer_id`, `customer_name`, `customer_name_key`, `customer_email`, `customer_phone`, `notes`, `cancellation_reason`, `inserted_at`, `updated_at` FROM `appointments`;
--> statement-breakpoint
DROP TABLE `appointments`;
--> statement-breakpoint
ALTER TABLE `new_appointments` RENAME TO `appointments`;
--> statement-breakpoint
CREATE INDEX `appointments_by_time` ON `appointments` (`tenant`,`status`,`scheduled_at`,`id`);
--> statement-breakpoint
CREATE INDEX `appointments_by_user` ON `appointments` (`tenant`,`user_id`,`status`,`scheduled_at`,`id`,`department_id`);
--> statement-breakpoint
CREATE INDEX `appointments_by_department` ON `appointments` (`tenant`,`department_id`,`status`,`scheduled_at`,`id`);
--> statement-breakpoint
CREATE INDEX `appointments_by_customer` ON `appointments` (`tenant`,`customer_id`,`scheduled_at`,`id`);
--> statement-breakpoint
CREATE TABLE `new_events` (
	`tenant` text NOT NULL,
	`calendar` text NOT NULL,
	`seq` integer NOT NULL,
	`appointment_id` text NOT NULL,
	`version` integer,
	`type` text NOT NULL,
	`actor` text NOT NULL,
	`at` integer NOT NULL,
	`reason` text,
	`appointment` text NOT NULL,
	PRIMARY KEY(`tenant`, `calendar`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `new_events` (`tenant`, `calendar`, `seq`, `appointment_id`, `version`, `type`, `actor`, `at`, `reason`, `appointment`)
SELECT `tenant`, `calendar`, `seq`, `appointment_id`, `version`, `type`, `actor`, `at`, `reason`, `appointment` FROM `events`;
--> statement-breakpoint
DROP TABLE `events`;
--> statement-breakpoint
ALTER TABLE `new_events` RENAME TO `events`;
--> statement-breakpoint
CREATE INDEX `events_by_appointment` ON `events` (`tenant`,`appointment_id`,`version`);
--> statement-breakpoint
CREATE TABLE `appointment_counts` (
	`tenant` text NOT NULL,
	`scope` text NOT NULL,
	`span` integer NOT NULL,
	`totals` text NOT NULL,
	`quarters` text NOT NULL,
	PRIMARY KEY(`tenant`, `scope`, `span`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO appointment_counts (tenant, scope, span, totals, quarters)
WITH
  placed AS (
    SELECT tenant, 'tenant' AS scope, status, (scheduled_at + 62167219200000) / 21600000 AS quarter FROM appointments
    UNION ALL SELECT tenant, 'user:' || user_id, status, (scheduled_at + 62167219200000) / 21600000 FROM appointments
    UNION ALL SELECT tenant, 'department:' || department_id, status, (scheduled_at + 62167219200000) / 21600000 FROM appointments),
  by_quarter AS (
    SELECT tenant, scope, quarter / 128 AS span, status, quarter % 128 AS nth, count(*) AS n
    FROM placed GROUP BY 1, 2, 3, 4, 5),
  by_status AS (
    SELECT tenant, scope, span, status, sum(n) AS n, json_group_object(CAST(nth AS text), n) AS quarters
    FROM by_quarter GROUP BY 1, 2, 3, 4)
SELECT tenant, scope, span, json_group_object(status, n), json_group_object(status, json(quarters))
FROM by_status GROUP BY 1, 2, 3;
--> statement-breakpoint
CREATE TRIGGER appointments_come AFTER INSERT ON appointments
BEGIN
  INSERT INTO appointment_counts (tenant, scope, span, totals, quarters)
  SELECT NEW.tenant, scope, (NEW.scheduled_at + 62167219200000) / 21600000 / 128, json_object(NEW.status, 1),
    json_object(NEW.status, json_object(CAST((NEW.scheduled_at + 62167219200000) / 21600000 % 128 AS text), 1))
  FROM (
    SELECT 'tenant' AS scope
    UNION ALL SELECT 'user:' || NEW.user_id
    UNION ALL SELECT 'department:' || NEW.department_id)
  WHERE true
  ON CONFLICT DO UPDATE SET
    totals = json_set(totals, '$.' || NEW.status, coalesce(totals ->> NEW.status, 0) + 1),
    quarters = json_set(quarters, printf('$.%s.%d', NEW.status, (NEW.scheduled_at + 62167219200000) / 21600000 % 128),
      coalesce(quarters ->> printf('$.%s.%d', NEW.status, (NEW.scheduled_at + 62167219200000) / 21600000 % 128), 0) + 1);
END;
--> statement-breakpoint
CREATE TRIGGER appointments_go AFTER DELETE ON appointments
BEGIN
  UPDATE appointment_counts SET
    totals = json_set(totals, '$.' || OLD.status, (totals ->> OLD.status) - 1),
    quarters = json_set(quarters, printf('$.%s.%d', OLD.status, (OLD.scheduled_at + 62167219200000) / 21600000 % 128),
      (quarters ->> printf('$.%s.%d', OLD.status, (OLD.scheduled_at + 62167219200000) / 21600000 % 128)) - 1)
  WHERE tenant = OLD.tenant AND span = (OLD.scheduled_at + 62167219200000) / 21600000 / 128
    AND scope IN ('tenant', 'user:' || OLD.user_id, 'department:' || OLD.department_id);
END;
--> statement-breakpoint
-- An action: the same rows lose one and gain one, in one write each.
CREATE TRIGGER appointments_act AFTER UPDATE ON appointments
WHEN OLD.status <> NEW.status AND OLD.user_id = NEW.user_id AND OLD.department_id = NEW.department_id
  AND (OLD.scheduled_at + 62167219200000) / 21600000 = (NEW.scheduled_at + 62167219200000) / 21600000
BEGIN
  UPDATE appointment_counts SET
    totals = json_set(totals,
      '$.' || OLD.status, (totals ->> OLD.status) - 1,
      '$.' || NEW.status, coalesce(totals ->> NEW.status, 0) + 1),
    quarters = json_set(quarters,
      printf('$.%s.%d', OLD.status, (OLD.scheduled_at + 62167219200000) / 21600000 % 128),
      (quarters ->> printf('$.%s.%d', OLD.status, (OLD.scheduled_at + 62167219200000) / 21600000 % 128)) - 1,
      printf('$.%s.%d', NEW.status, (NEW.scheduled_at + 62167219200000) / 21600000 % 128),
      coalesce(quarters ->> printf('$.%s.%d', NEW.status, (NEW.scheduled_at + 62167219200000) / 21600000 % 128), 0) + 1)
  WHERE tenant = NEW.tenant AND span = (NEW.scheduled_at + 62167219200000) / 21600000 / 128
    AND scope IN ('tenant', 'user:' || NEW.user_id, 'department:' || NEW.department_id);
END;
--> statement-breakpoint
-- A move: what it leaves loses one, what it comes to gains one. What it stays in is not written.
CREATE TRIGGER appointments_move AFTER UPDATE ON appointments
WHEN NOT (OLD.user_id = NEW.user_id AND OLD.department_id = NEW.department_id
  AND (OLD.scheduled_at + 62167219200000) / 21600000 = (NEW.scheduled_at + 62167219200000) / 21600000)
BEGIN
  UPDATE appointment_counts SET
    totals = json_set(totals, '$.' || OLD.status, (totals ->> OLD.status) - 1),
    quarters = json_set(quarters, printf('$.%s.%d', OLD.status, (OLD.scheduled_at + 62167219200000) / 21600000 % 128),
      (quarters ->> printf('$.%s.%d', OLD.status, (OLD.scheduled_at + 62167219200000) / 21600000 % 128)) - 1)
  WHERE tenant = OLD.tenant AND span = (OLD.scheduled_at + 62167219200000) / 21600000 / 128
    AND scope IN ('tenant', 'user:' || OLD.user_id, 'department:' || OLD.department_id)
    AND NOT (OLD.status = NEW.status
    AND (OLD.scheduled_at + 62167219200000) / 21600000 = (NEW.scheduled_at + 62167219200000) / 21600000
    AND scope IN ('tenant', 'user:' || NEW.user_id, 'department:' || NEW.department_id));
  INSERT INTO appointment_counts (tenant, scope, span, totals, quarters)
  SELECT NEW.tenant, scope, (NEW.scheduled_at + 62167219200000) / 21600000 / 128, json_object(NEW.status, 1),
    json_object(NEW.status, json_object(CAST((NEW.scheduled_at + 62167219200000) / 21600000 % 128 AS text), 1))
  FROM (
    SELECT 'tenant' AS scope
    UNION ALL SELECT 'user:' || NEW.user_id
    UNION ALL SELECT 'department:' || NEW.department_id)
  WHERE NOT (OLD.status = NEW.status
    AND (OLD.scheduled_at + 62167219200000) / 21600000 = (NEW.scheduled_at + 62167219200000) / 21600000
    AND scope IN ('tenant', 'user:' || OLD.user_id, 'department:' || OLD.department_id))
  ON CONFLICT DO UPDATE SET
    totals = json_set(totals, '$.' || NEW.status, coalesce(totals ->> NEW.status, 0) + 1),
    quarters = json_set(quarters, printf('$.%s.%d', NEW.status, (NEW.scheduled_at + 62167219200000) / 21600000 % 128),
      coalesce(quarters ->> printf('$.%s.%d', NEW.status, (NEW.scheduled_at + 62167219200000) / 21600000 % 128), 0) + 1);
END;
