"""The rooms of the program: which may use which, and which modules of one import each other."""
