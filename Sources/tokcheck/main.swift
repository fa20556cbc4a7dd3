print("tokcheck")
