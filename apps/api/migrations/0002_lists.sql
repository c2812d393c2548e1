CREATE TABLE `appointment_counts` (
	`tenant` text NOT NULL,
	`scope` text NOT NULL,
	`span` integer NOT NULL,
	`totals` text NOT NULL,
	`quarters` text NOT NULL,
	PRIMARY KEY(`tenant`, `scope`, `span`)
);
--> statement-breakpoint
DROP INDEX `appointments_by_time`;--> statement-breakpoint
DROP INDEX `appointments_by_user`;--> statement-breakpoint
DROP INDEX `appointments_by_customer`;--> statement-breakpoint
CREATE INDEX `appointments_by_department` ON `appointments` (`tenant`,`department_id`,`status`,`scheduled_at`,`id`);--> statement-breakpoint
CREATE INDEX `appointments_by_time` ON `appointments` (`tenant`,`status`,`scheduled_at`,`id`);--> statement-breakpoint
CREATE INDEX `appointments_by_user` ON `appointments` (`tenant`,`user_id`,`status`,`scheduled_at`,`id`,`department_id`);--> statement-breakpoint
CREATE INDEX `appointments_by_customer` ON `appointments` (`tenant`,`customer_id`,`scheduled_at`,`id`);