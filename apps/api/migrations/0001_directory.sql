CREATE TABLE `directory_outcomes` (
	`tenant` text NOT NULL,
	`scope` text NOT NULL,
	`request` text,
	`write_id` text NOT NULL,
	`at` integer NOT NULL,
	`subject` text NOT NULL,
	`other` text,
	`outcome` text,
	PRIMARY KEY(`tenant`, `scope`)
);
--> statement-breakpoint
CREATE INDEX `directory_outcomes_by_age` ON `directory_outcomes` (`tenant`,`at`);--> statement-breakpoint
ALTER TABLE `customers` ADD `name_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
-- As near as SQL comes to the key that each next change writes.
UPDATE `customers` SET `name_key` = lower(`name`);--> statement-breakpoint
ALTER TABLE `customers` ADD `merged_into` text;--> statement-breakpoint
ALTER TABLE `customers` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `customers_by_name` ON `customers` (`tenant`,`name_key`,`id`);--> statement-breakpoint
CREATE INDEX `customers_by_merger` ON `customers` (`tenant`,`merged_into`) WHERE merged_into IS NOT NULL;--> statement-breakpoint
ALTER TABLE `departments` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `email_key` text;--> statement-breakpoint
-- Of those who share an e-mail the first keeps it to themselves.
UPDATE `users` SET `email_key` = lower(`email`) WHERE NOT EXISTS (
	SELECT 1 FROM `users` AS `earlier` WHERE `earlier`.`tenant` = `users`.`tenant`
	AND lower(`earlier`.`email`) = lower(`users`.`email`) AND `earlier`.`id` < `users`.`id`
);--> statement-breakpoint
ALTER TABLE `users` ADD `time_zone` text DEFAULT 'UTC' NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `department_ids` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `users_by_email` ON `users` (`tenant`,`email_key`) WHERE email_key IS NOT NULL;--> statement-breakpoint
CREATE INDEX `appointments_by_customer` ON `appointments` (`tenant`,`customer_id`,`scheduled_at`);