-- Events by appointment, as histories read them, in one B-tree: an event costs one row written and not two. WITHOUT ROWID, which
-- drizzle cannot say.

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
	PRIMARY KEY(`tenant`, `appointment_id`, `calendar`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `new_events` (`tenant`, `calendar`, `seq`, `appointment_id`, `version`, `type`, `actor`, `at`, `reason`, `appointment`)
SELECT `tenant`, `calendar`, `seq`, `appointment_id`, `version`, `type`, `actor`, `at`, `reason`, `appointment` FROM `events`;
--> statement-breakpoint
DROP TABLE `events`;
--> statement-breakpoint
ALTER TABLE `new_events` RENAME TO `events`;
