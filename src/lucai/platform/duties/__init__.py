"""To-dos with legal limits: timers are rows, opened and settled by the steps themselves."""
