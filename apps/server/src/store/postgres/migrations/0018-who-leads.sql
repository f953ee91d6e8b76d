-- Who leads a room is asked before anybody enters it, however many members it has.
CREATE INDEX members_who_lead ON members (room, sequence) WHERE role IN ('owner', 'moderator');
