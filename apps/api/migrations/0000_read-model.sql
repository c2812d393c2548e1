CREATE TABLE `appointments` (
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
);
--> statement-breakpoint
CREATE INDEX `appointments_by_time` ON `appointments` (`tenant`,`scheduled_at`,`id`);--> statement-breakpoint
CREATE INDEX `appointments_by_user` ON `appointments` (`tenant`,`user_id`,`scheduled_at`,`id`);--> statement-breakpoint
CREATE TABLE `customers` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`email_key` text,
	`phone` text,
	`inserted_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `id`)
);
--> statement-breakpoint
CREATE INDEX `customers_by_email` ON `customers` (`tenant`,`email_key`) WHERE email_key IS NOT NULL;--> statement-breakpoint
CREATE INDEX `customers_by_phone` ON `customers` (`tenant`,`phone`) WHERE phone IS NOT NULL;--> statement-breakpoint
CREATE TABLE `departments` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`inserted_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `id`)
);
--> statement-breakpoint
CREATE TABLE `events` (
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
);
--> statement-breakpoint
CREATE INDEX `events_by_appointment` ON `events` (`tenant`,`appointment_id`,`version`);--> statement-breakpoint
CREATE TABLE `imported_ids` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`token` text NOT NULL,
	`claimed_at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `id`)
);
--> statement-breakpoint
CREATE TABLE `tenants` (
	`slug` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`inserted_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `users` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`email` text,
	`role` text NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`inserted_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant`, `id`)
);
