"""The screens of mailings « Publipostage », subscriptions « Postage » and sends (spec 10)."""
