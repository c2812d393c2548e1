CREATE TABLE `relocations` (
	`tenant` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`peer` text NOT NULL,
	`cursor` text
);
